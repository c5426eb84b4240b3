"""A catalog's cells and bodies as products: encodings, tables, columns, values, markup."""
