"""What the database is told about itself stays, one word per name."""

from models.core import marks


def test_the_last_word_stays(db):
    assert marks.read(marks.DEMONSTRATION) == ""
    marks.write(marks.DEMONSTRATION, "begun")
    marks.write(marks.DEMONSTRATION, "complete")
    assert marks.read(marks.DEMONSTRATION) == "complete"


def test_a_house_is_no_demonstration_by_itself(db):
    assert marks.read(marks.DEMONSTRATION) == ""
