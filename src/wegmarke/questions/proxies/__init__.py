"""The figures that departments steer by, audited against what customers do."""

from wegmarke.questions.proxies.answered import Proxies, proxies

__all__ = ["Proxies", "proxies"]
