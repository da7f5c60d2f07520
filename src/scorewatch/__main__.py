"""`python -m scorewatch` is `scorewatch`."""

from scorewatch.cli.main import main

if __name__ == "__main__":
    main()
