"""Do the sources agree?"""
