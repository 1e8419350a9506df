import pytest

from app.errors import UnreadableFile
from app.gateways.files import read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_marked_or_plain_text_is_read(tmp_path, encoding):
    file = tmp_path / "log.csv"
    file.write_bytes("Kniebeuge – γυμναστήριο 💪".encode(encoding))
    assert read_text(file) == "Kniebeuge – γυμναστήριο 💪"


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path):
    file = tmp_path / "log.csv"
    file.write_bytes(b"Date\nfine\n\xff\xfe\xfa")
    with pytest.raises(UnreadableFile, match=r"log\.csv, line 3"):
        read_text(file)


def test_a_missing_file_and_a_folder_say_so(tmp_path):
    with pytest.raises(UnreadableFile, match="No such file"):
        read_text(tmp_path / "nothing.csv")
    with pytest.raises(UnreadableFile, match="is a folder"):
        read_text(tmp_path)
