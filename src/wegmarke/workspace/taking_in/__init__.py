"""Taking files in: what is asked of a workspace (`part`), a file as rows (`rows`), one file (`importing`), the watched
folder (`inbox`), and many files on a cluster (`on_cluster`, `by_workers`, `known_rows`).
"""
