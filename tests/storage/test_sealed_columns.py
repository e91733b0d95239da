from storage import all_tables, sealed_columns

# Under the data key of their row, which is wrapped in the column of that name.
UNDER_A_DATA_KEY = {
    ("indexed", "sealed_reading"),
    ("link", "sealed_reasons"),
    ("report", "sealed_details"),
    ("message", "sealed_body"),
    ("note", "sealed_body"),
    ("contact", "sealed_name"),
    ("contact", "sealed_reach"),
    ("file", "sealed_about"),
    ("file_chunk", "sealed_body"),
}


def test_every_sealed_column_is_renewed_or_is_under_a_data_key() -> None:
    sealed = {
        (table.name, column.name)
        for table in all_tables.everything.sorted_tables
        for column in table.columns
        if column.name.startswith("sealed_")
    }
    renewed = {(one.table.name, one.column.name) for one in sealed_columns.COLUMNS}

    assert renewed | UNDER_A_DATA_KEY == sealed
    assert not renewed & UNDER_A_DATA_KEY
