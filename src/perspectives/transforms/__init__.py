"""Steps over the built pages: plain functions of the site's folder, called by the hook after every
build.
"""
