"""How files of any kind become cells, and cells become values: encodings, tables, headers, sums, dates, places, persons."""
