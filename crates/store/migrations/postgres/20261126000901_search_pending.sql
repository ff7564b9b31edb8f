-- A search reads all that waits to be sorted into its index, up to 4 MB of it where nothing is said: some ten thousand tickets, or 30 ms.

ALTER INDEX search_doc_words SET (gin_pending_list_limit = 256);
