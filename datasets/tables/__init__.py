"""SQLModel tables by noun; each row in them may be published."""

from sqlmodel import SQLModel

# A row is never validated as a document is: what would do so is made where somebody asks for it, not for sixty tables at each start.
SQLModel.model_config["defer_build"] = True
