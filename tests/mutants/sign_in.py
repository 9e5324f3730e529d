"""Who may sign in, for what, and what becomes of tokens and secrets."""

from tests.mutants.mutant import broken

_TOKENS = "unit/adapters/test_tokens.py"
_SIGN_IN = "unit/adapters/test_sign_in.py"
_DEVICE = "unit/adapters/test_device_sign_in.py"
_PRINTABLE = "unit/adapters/test_printable_answers.py"
_VAULT = "unit/adapters/test_vault.py"
_SECRETS = "unit/app/test_secrets.py"

SIGN_IN = (
    *broken(
        "practicesync/adapters/cloud_activation.py",
        _PRINTABLE,
        (
            "another server's name is obeyed by the terminal",
            '_make_printable(self, "server", "installation", "since", "activated_by")',
            "pass",
            "test_nothing_that_a_terminal_would_obey_comes_from_online",
        ),
    ),
    *broken(
        "practicesync/core/text.py",
        _PRINTABLE,
        (
            "a name loses the space that is none",
            '" " if one.isspace() else ""',
            '""',
            "test_a_name_that_people_write_stays_as_it_is",
        ),
    ),
    *broken(
        "practicecloud/online/names.py",
        "system/test_cloud_api.py",
        (
            "a name with a control character activates",
            "\\x00-\\x1f\\x7f]+$",
            "\\n]+$",
            "test_a_name_that_no_screen_can_show_activates_nothing",
        ),
    ),
    *broken(
        "practicesync/adapters/authority.py",
        _TOKENS,
        (
            "a token is sent to wherever the metadata say",
            "if path == endpoint or not _PATH.fullmatch(path):",
            "if False:",
            "test_a_token_is_sent_nowhere_but_to_the_cloud",
        ),
        (
            "a token is sent to a host that begins like the cloud's",
            "if path == endpoint or not _PATH.fullmatch(path):",
            "if path == endpoint:",
            "test_a_token_is_sent_nowhere_but_to_the_cloud",
        ),
        (
            "an address that a terminal obeys is shown",
            "not _PATH.fullmatch(path):",
            "not _PATH.match(path):",
            f"{_DEVICE}::test_nobody_is_sent_to_another_place_to_type_it",
        ),
        (
            "the name of who signed in is obeyed by the terminal",
            '"user", printable(self.user))',
            '"user", self.user)',
            f"{_PRINTABLE}::test_nothing_that_a_terminal_would_obey_comes_from_online",
        ),
        (
            "metadata of another issuer are believed",
            'if not safe or metadata.issuer.rstrip("/") != self._wire.base:',
            "if not safe:",
            "test_a_token_is_sent_nowhere_but_to_the_cloud",
        ),
        (
            "a cloud without S256 will do",
            'if not safe or metadata.issuer.rstrip("/") != self._wire.base:',
            'if metadata.issuer.rstrip("/") != self._wire.base:',
            "test_a_token_is_sent_nowhere_but_to_the_cloud",
        ),
        (
            "the verifier itself is sent as its challenge",
            "code_challenge=create_s256_code_challenge(verifier)",
            "code_challenge=verifier",
            f"{_SIGN_IN}::test_the_address_asks_for_what_the_contract_says",
        ),
        (
            "a grant without a refresh token will do",
            'if grant.token_type.lower() != "bearer" or not (grant.access_token and '
            "grant.refresh_token):",
            'if grant.token_type.lower() != "bearer":',
            "test_an_answer_that_is_no_grant_is_odd_and_changes_nothing",
        ),
        (
            "a grant of another type will do",
            'if grant.token_type.lower() != "bearer" or not (grant.access_token and '
            "grant.refresh_token):",
            "if not (grant.access_token and grant.refresh_token):",
            "test_an_answer_that_is_no_grant_is_odd_and_changes_nothing",
        ),
        (
            "a code that is none is shown",
            "if not _CODE.fullmatch(codes.user_code):",
            "if False:",
            f"{_DEVICE}::test_a_code_that_is_none_is_never_shown",
        ),
        (
            "people are sent to another place to type a code",
            "self._path(codes.verification_uri, answer)",
            "pass",
            f"{_DEVICE}::test_nobody_is_sent_to_another_place_to_type_it",
        ),
        (
            "who is told to slow down does not",
            "return Undecided(slower=True)",
            "return Undecided(slower=False)",
            f"{_DEVICE}::test_who_is_told_to_slow_down_stays_slower",
        ),
        (
            "a no is waited out",
            "raise SignInNeeded(Code.SIGN_IN_DECLINED)",
            "return Undecided(slower=False)",
            f"{_DEVICE}::test_what_ends_it_is_asked_once",
        ),
        (
            "a code is sent again over another connection",
            "return self._granted(form, repeatable=False)",
            "return self._granted(form, repeatable=True)",
            f"{_SIGN_IN}::test_a_code_is_offered_once_whatever_becomes_of_the_answer",
        ),
        (
            "a grant shows its tokens",
            "    access_token: str = field(repr=False)",
            "    access_token: str = field()",
            "test_nothing_that_is_kept_in_memory_shows_a_token",
        ),
    ),
    *broken(
        "practicesync/adapters/tokens.py",
        _TOKENS,
        (
            "a token is used before its refresh token is durable",
            "        self._access = None\n"
            "        self._vault.put(self._name, msgspec.json.encode(kept).decode())\n"
            "        life",
            "        self._access = _Access(grant.access_token, asked_at + 60)\n"
            "        self._vault.put(self._name, msgspec.json.encode(kept).decode())\n"
            "        life",
            "test_nothing_of_an_answer_is_used_before_its_refresh_token_is_durable",
        ),
        (
            "a predecessor is not kept",
            "_Kept(grant.refresh_token, worked)",
            "_Kept(grant.refresh_token)",
            "test_a_cloud_restored_from_a_backup_is_offered_the_predecessor",
        ),
        (
            "a predecessor is not offered",
            "            if not kept.previous:\n"
            "                self._refused = kept.current\n"
            "                raise\n",
            "            self._refused = kept.current\n            raise\n",
            "test_a_cloud_restored_from_a_backup_is_offered_the_predecessor",
        ),
        (
            "what is good no more is asked about again and again",
            "if kept.current == self._refused:",
            "if False:",
            "test_what_is_good_no_more_is_asked_once_and_forgotten_never",
        ),
        (
            "a rejected token is used again",
            "if held and held.token != rejected and self._clock.monotonic() < held.until:",
            "if held and self._clock.monotonic() < held.until:",
            "test_a_rejected_token_is_replaced",
        ),
        (
            "a token is used until it has expired",
            "life = grant.expires_in - min(EARLY, grant.expires_in / 5)",
            "life = grant.expires_in",
            "test_a_token_is_used_until_shortly_before_its_end",
        ),
        (
            "tokens that could not be revoked are forgotten",
            "                self._authority.revoke(kept.current)\n            self._access = None",
            "                self._vault.put(self._name, None)\n"
            "                self._authority.revoke(kept.current)\n            self._access = None",
            "test_tokens_that_could_not_be_revoked_are_kept_to_try_again",
        ),
        (
            "revoked tokens are kept",
            "                self._authority.revoke(kept.current)\n"
            "            self._access = None\n"
            "            self._vault.put(self._name, None)",
            "                self._authority.revoke(kept.current)\n            self._access = None",
            "test_revoked_tokens_are_good_no_more_and_forgotten",
        ),
        (
            "two threads renew at once",
            "        with self._lock:\n            held = self._access",
            "        if True:\n            held = self._access",
            "test_many_threads_make_one_refresh",
        ),
        (
            "what is kept shows its token",
            'return "_Kept()"',
            'return f"_Kept({self.current})"',
            "test_nothing_that_is_kept_in_memory_shows_a_token",
        ),
    ),
    *broken(
        "practicesync/adapters/sign_in.py",
        _SIGN_IN,
        (
            "a sign-in for another practice is taken",
            'if self._practice_id not in ("", grant.practice_id):',
            "if False:",
            "test_another_practice_than_the_one_asked_for_is_refused_and_revoked",
        ),
        (
            "a sign-in for another practice stays good",
            "                self._authority.revoke(grant.refresh_token)",
            "                pass",
            "test_another_practice_than_the_one_asked_for_is_refused_and_revoked",
        ),
        (
            "a person who declines is a fault of the cloud",
            'if error == "access_denied":\n        return',
            "if False:\n        return",
            "test_a_person_declines",
        ),
        (
            "the page says signed in whatever came of it",
            "        page = FAILED\n        try:",
            "        page = SIGNED_IN\n        try:",
            "test_the_page_says_signed_in_only_once_that_is_true",
        ),
    ),
    *broken(
        "practicesync/adapters/listener.py",
        _SIGN_IN,
        (
            "any program of this computer can end a sign-in",
            "if not ours or parts.path != CALLBACK or not (code or error):",
            "if parts.path != CALLBACK or not (code or error):",
            "test_what_lacks_the_path_or_the_state_is_ignored",
        ),
        (
            "any path ends a sign-in",
            "if not ours or parts.path != CALLBACK or not (code or error):",
            "if not ours or not (code or error):",
            "test_what_lacks_the_path_or_the_state_is_ignored",
        ),
        (
            "a state that is there twice will do",
            'query[name][0] if len(query.get(name, ())) == 1 else ""',
            'query[name][0] if query.get(name) else ""',
            "test_what_is_there_twice_counts_for_nothing",
        ),
        (
            "the listener is open to the network",
            'socket.create_server(("127.0.0.1", 0))',
            'socket.create_server(("", 0))',
            "test_the_listener_is_for_this_address_alone",
        ),
        (
            "the last that comes back counts",
            "            if self._came_back.done():\n                return False\n",
            "            if self._came_back.done():\n                return True\n",
            "test_a_second_that_comes_back_is_turned_away",
        ),
        (
            "a request without end is listened to",
            "and len(head) < LONGEST_HEAD:",
            "and len(head) >= 0:",
            "test_a_request_without_end_is_not_listened_to",
        ),
        (
            "the code stays in the address bar",
            'return _answer("302 Found", {"Location": DONE}, "")',
            "return self._last_page()",
            "test_the_page_at_the_end_has_no_code_in_its_address_and_loads_nothing",
        ),
        (
            "the page at the end may load anything",
            "policy = f\"default-src 'none'; ",
            'policy = f"default-src *; ',
            "test_the_page_at_the_end_has_no_code_in_its_address_and_loads_nothing",
        ),
        (
            "other methods than GET end a sign-in",
            'if len(words) == 3 and words[0] == "GET" else ""',
            'if len(words) == 3 else ""',
            "test_only_a_browser_that_asks_for_a_page_has_come_back",
        ),
    ),
    *broken(
        "practicesync/adapters/device_sign_in.py",
        _DEVICE,
        (
            "a code for another practice is taken",
            'if self._practice_id not in ("", grant.practice_id):',
            "if False:",
            "test_another_practice_than_the_one_asked_for_is_refused_and_revoked",
        ),
        (
            "a code for another practice stays good",
            "                self._authority.revoke(grant.refresh_token)",
            "                pass",
            "test_another_practice_than_the_one_asked_for_is_refused_and_revoked",
        ),
        (
            "the cloud is asked as often as before although it said slower",
            "pause += SLOWER if found.slower else 0.0",
            "pause += 0.0",
            "test_who_is_told_to_slow_down_stays_slower",
        ),
        (
            "a code is asked about after its end",
            "until = self._time.now() + codes.expires_in",
            "until = self._time.now() + 2 * codes.expires_in",
            "test_a_person_who_never_comes_is_not_waited_for_for_ever",
        ),
        (
            "a cloud that is away is asked as often as before",
            "pause = min(max(pause * 2, problem.retry_after or 0.0), LONGEST_PAUSE)",
            "pause = pause + 0.0",
            "test_a_cloud_that_is_away_is_asked_less_often_and_then_again",
        ),
    ),
    *broken(
        "practicesync/adapters/vault.py",
        _VAULT,
        (
            "secrets are kept as they are",
            "return VERSION + nonce + AESGCM(key).encrypt(nonce, content, CONTEXT + VERSION)",
            "return VERSION + nonce + content",
            "test_neither_name_nor_secret_can_be_read_in_the_file",
        ),
        (
            "a damaged vault is a bug",
            "except (InvalidTag, ValueError):  # a ValueError: too short, or not what we write",
            "except ValueError:",
            "test_any_damage_is_noticed",
            "test_another_key_is_said",
        ),
        (
            "a damaged vault is an empty one",
            '        raise Misconfigured(Code.VAULT_UNREADABLE, part="file") from None\n\n\n'
            "def _unreadable",
            "        return {}\n\n\ndef _unreadable",
            "test_any_damage_is_noticed",
            "test_another_key_is_said",
        ),
        (
            "a lost key is replaced in silence",
            "if key is None or len(key) != KEY_SIZE:\n"
            '            raise Misconfigured(Code.VAULT_UNREADABLE, part="key")',
            "if key is None or len(key) != KEY_SIZE:\n            key = bytes(KEY_SIZE)",
            "test_a_lost_key_is_said",
        ),
        (
            "two secrets look the same",
            "nonce = os.urandom(NONCE_SIZE)",
            "nonce = bytes(NONCE_SIZE)",
            "test_the_same_secrets_never_look_the_same_twice",
        ),
        (
            "two threads lose each other's secrets",
            "        with self._lock:\n            secrets = self._read()",
            "        if True:\n            secrets = self._read()",
            "test_threads_do_not_lose_one_another_s_secrets",
        ),
    ),
    *broken(
        "practicesync/adapters/durable.py",
        _VAULT,
        (
            "others may read a secret while it is written",
            "PRIVATE_FILE = 0o600",
            "PRIVATE_FILE = 0o644",
            "test_only_the_owner_may_look",
        ),
        (
            "others may look into the private folder",
            "PRIVATE_FOLDER = 0o700",
            "PRIVATE_FOLDER = 0o755",
            "test_only_the_owner_may_look",
        ),
        (
            "a crash leaves half a file",
            "        while not _replaced(beside, path, insistence):",
            "        path.write_bytes(content[: len(content) // 2])\n"
            "        while not _replaced(beside, path, insistence):",
            "test_a_crash_at_any_line_leaves_the_old_secret_or_the_new",
        ),
        (
            "a file's content is not on the disk when its name is",
            "            os.fsync(file.fileno())\n",
            "",
            "unit/adapters/test_durable.py::test_content_and_name_are_on_the_disk_in_this_order",
        ),
    ),
    *broken(
        "practicesync/adapters/sealing.py",
        "unit/adapters/test_sealing.py",
        (
            "a seal serves for any secret",
            "AESGCM(key).decrypt(_NONCE, closed, context.encode()).decode()",
            "AESGCM(key).decrypt(_NONCE, closed, closed[:0]).decode()",
            "test_it_can_not_be_passed_off_as_another_secret",
            "test_what_is_sealed_comes_out_as_it_was",
        ),
        (
            "noise is a bug and not unreadable",
            "except (ValueError, InvalidTag):  # a ValueError: no base64, too short, or no point",
            "except InvalidTag:",
            "test_noise_is_no_seal",
        ),
        (
            "a key pair shows itself",
            'return "SealKey()"',
            "return self._private.private_bytes_raw().hex()",
            "test_a_seal_shows_nothing_and_is_never_the_same_twice",
        ),
        (
            "every seal is made with one key",
            "once = X25519PrivateKey.generate()",
            "once = X25519PrivateKey.from_private_bytes(bytes([1]) * 32)",
            "test_a_seal_shows_nothing_and_is_never_the_same_twice",
        ),
    ),
    *broken(
        "practicesync/app/worker/secrets.py",
        _SECRETS,
        (
            "any secret may be replaced",
            "if not isinstance(name, str) or name not in NAMES:",
            "if not isinstance(name, str):",
            "test_no_other_secret_can_be_replaced",
        ),
        (
            "a secret of one practice is kept for the first",
            "if len(practices) != 1:",
            "if False:",
            "test_of_several_practices_one_is_named",
        ),
        (
            "a secret of any length is kept",
            "if not 0 < len(secret) <= LONGEST:",
            "if not secret:",
            "test_a_secret_that_is_too_long_is_refused",
        ),
        (
            "an empty secret is kept",
            "if not 0 < len(secret) <= LONGEST:",
            "if len(secret) > LONGEST:",
            "test_what_is_no_secret_is_refused",
        ),
        (
            "what could not be kept counts as done",
            "        self._keep(kept_as(name, practices[0].name), secret)\n"
            "        self._diary.note(asked.id, self._now())",
            "        self._diary.note(asked.id, self._now())\n"
            "        self._keep(kept_as(name, practices[0].name), secret)",
            "test_what_could_not_be_kept_may_be_asked_again",
        ),
    ),
    *broken(
        "practicesync/core/secret_names.py",
        _SECRETS,
        (
            "a seal for one practice serves for another",
            "return f\"{name}:{practice or ''}\"",
            "return name",
            "test_a_seal_for_one_practice_is_not_taken_for_another",
        ),
    ),
)
