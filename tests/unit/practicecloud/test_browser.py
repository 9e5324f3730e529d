from practicecloud.web.browser import form_is_ours, form_token


def test_a_form_belongs_to_one_cookie():
    assert form_is_ours("a secret", form_token("a secret"))
    assert not form_is_ours("a secret", form_token("another"))


def test_a_form_without_a_cookie_is_not_ours():
    assert not form_is_ours("", form_token(""))
