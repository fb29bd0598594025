"""Tables too large for a file: an embedded or a remote database, asked once for the days of all campaigns.

Nothing here is loaded unless a brief or a command asks for a warehouse: ibis takes longer to import than the package.
"""
