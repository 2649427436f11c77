"""The app of the data protection officer."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Enters what the desk stores into the register of the workspace."""

    name = "wegmarke.desk.privacy"

    def ready(self) -> None:
        """Enter the desk's tables, once Django knows them."""
        from wegmarke.desk.privacy.parts import enter_desk  # noqa: PLC0415 - models can be imported only now

        enter_desk()
