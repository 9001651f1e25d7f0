"""The first account of a new portal; every other one is made on its pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions.accounts import create_first_operator
from common.errors import RuleBroken


class Command(BaseCommand):
    help = "Make the first operator's account and print its start password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the username and the full name."""
        parser.add_argument("username", help="3 to 50 of a-z, 0-9, dot, hyphen")
        parser.add_argument("full_name", help="family, middle and given name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or say why not."""
        names = {name: options[name] for name in ("username", "full_name")}
        try:
            user, start_password = create_first_operator(**names, by=None)
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{user.username}  {start_password}")
        self.stdout.write("The portal asks for another password at the first sign-in.")
