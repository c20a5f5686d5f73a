import pytest

from blueprints.core.safety import local_path


@pytest.mark.parametrize("target", ["/", "/penalties/7?after=x", "/handover/列表", "/a//b"])
def test_a_path_of_this_site_is_kept(target):
    assert local_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "//evil.cn",
        "/\\evil.cn",
        "\\\\evil.cn",
        "https://evil.cn/",
        "javascript:alert(1)",
        "/a\r\nX: 1",
        "evil",
        "/\t/evil.cn",
    ],
)
def test_anything_that_could_leave_the_site_is_dropped(target):
    assert local_path(target) == ""


def test_a_whole_address_counts_only_for_our_own_host():
    assert local_path("http://station:8000/inbox/?a=1", "station:8000") == "/inbox/?a=1"
    assert local_path("http://evil.cn/inbox/", "station:8000") == ""
