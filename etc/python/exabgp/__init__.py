"""Stands where ExaBGP's Python package would be: ``python3 -m exabgp ARGUMENTS`` starts ``exasharp ARGUMENTS``.

Nothing else of ExaBGP's package is here. It is found only when no other package ``exabgp`` is installed.
"""
