"""`zhuchao demo`: an invented district with its people and sixty days of matters."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from zhuchao.circle.appointments.demo import load_demo_appointments
from zhuchao.circle.estates.demo import load_demo_estates
from zhuchao.circle.friendly.demo import load_demo_tiles
from zhuchao.circle.merchants.demo import load_demo_merchants
from zhuchao.circle.reach.demo import load_demo_roads
from zhuchao.gatherings.demo import load_demo_visits
from zhuchao.marks.honours.demo import load_demo_honours
from zhuchao.matters.demo import load_demo
from zhuchao.matters.demo_branches import load_demo_branches
from zhuchao.registry.alliances.demo import load_demo_alliances
from zhuchao.registry.checkins.demo import load_demo_check_ins
from zhuchao.registry.contacts.demo import load_demo_contacts
from zhuchao.registry.coverage.demo import load_demo_units
from zhuchao.registry.demo import DEMO_ACCOUNTS, PASSWORD
from zhuchao.registry.instructors.demo import load_demo_guidance
from zhuchao.registry.organisations.demo import load_demo_organisations
from zhuchao.registry.personnel.demo import load_demo_workers
from zhuchao.registry.teams.demo import load_demo_teams


class Command(BaseCommand):
    """Only into an empty database; a second run changes nothing and shows the accounts again."""

    help = _("在空库中载入演示数据")
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        """Load and print who can log in."""
        self.stderr.write(_("正在载入演示数据（虚构的“筑巢示范区”）……"))
        fresh = load_demo()
        load_demo_merchants()
        load_demo_units()
        load_demo_branches()
        load_demo_organisations()
        load_demo_alliances()
        load_demo_workers()
        load_demo_guidance()
        load_demo_contacts()
        load_demo_honours()
        load_demo_visits()
        load_demo_appointments()
        load_demo_teams()
        load_demo_check_ins()
        load_demo_estates()
        load_demo_roads()
        load_demo_tiles()
        self.stdout.write(_("演示数据已载入。") if fresh else _("演示数据早已载入，没有改动。"))
        self.stdout.write(_("演示账号（密码均为 %s）：") % PASSWORD)
        wide = max(len(one.username) for one in DEMO_ACCOUNTS) + 2
        for one in DEMO_ACCOUNTS:
            self.stdout.write(f"  {one.username:<{wide}}{one.name:<6}{_(one.role)}")
        self.stdout.write(
            _("admin 首次登录后按页面提示，用手机验证器扫描二维码并输入六位动态口令。")
        )
