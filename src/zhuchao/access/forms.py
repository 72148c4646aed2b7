"""The forms of logging in, in the words of this platform and without placeholders."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class LogIn(LoginForm):  # type: ignore[misc]
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("账号")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]
    """A new password, which is another one."""

    def clean_password1(self) -> str:
        """Refuse the old password as the new one."""
        new = str(self.cleaned_data["password1"])
        if new == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError(_("新密码不能和原来的相同"), "same")
        return new


class _WithCode:
    """A code is digits: phones show the keys for them, and offer the one just received."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]  # type: ignore[attr-defined]
        code.label = _("验证码")
        code.widget.attrs.pop("placeholder", None)
        code.widget.attrs["inputmode"] = "numeric"


class EnterCode(_WithCode, AuthenticateForm):  # type: ignore[misc]
    """While logging in."""


class EnterCodeAgain(_WithCode, ReauthenticateForm):  # type: ignore[misc]
    """Once more, before something delicate."""


class FirstCode(_WithCode, ActivateTOTPForm):  # type: ignore[misc]
    """While setting up an authenticator."""
