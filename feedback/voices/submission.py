"""What comes in with a vote, where it is cast, and what the voter gets back: plain values."""

from dataclasses import dataclass

from datasets.register.projects import Named
from feedback.voices.forms import RatingForm


@dataclass(frozen=True, slots=True)
class Submission:
    """A valid form and how it came. ``nonce`` is its stamp's, ``token`` the cookie's or empty, ``prefix`` the network's."""

    form: RatingForm
    nonce: str
    token: str = ""
    prefix: str = ""
    hurried: bool = False
    trapped: bool = False
    channel: str = "web"


@dataclass(frozen=True, slots=True)
class Booth:
    """Where a vote is cast: the project, whether it is planned still, whether a burst of votes on it is being checked."""

    project: Named
    planned: bool
    burst: bool

    @property
    def project_id(self) -> int:
        """Its key in the register."""
        return self.project.id

    def basis(self, form: RatingForm) -> str:
        """What a planned project will bring, or one that the voter does not know, can only be expected."""
        return "expectation" if self.planned or form.familiarity == "no" else "experience"


@dataclass(frozen=True, slots=True, eq=False)
class Ballot:
    """A vote in its booth, with the secrets its voter gets and the keyed hashes that are stored of them."""

    booth: Booth
    given: Submission
    token: str
    code: str
    token_hash: str
    code_hash: str

    @property
    def nonce(self) -> str:
        """Of the rendered form."""
        return self.given.nonce

    @property
    def keys(self) -> dict[str, str]:
        """What the newest form of a rating is found by."""
        return {"code_hash": self.code_hash, "nonce": self.nonce}


@dataclass(frozen=True, slots=True)
class Cast:
    """What the voter gets: the token for the cookie, and the change code, which exists nowhere else."""

    rating_id: int
    code: str
    token: str
    replaced: bool
    status: str
