"""miaoshu (妙述): product descriptions from facts, every claim proved."""

__version__ = "0.1.0"
