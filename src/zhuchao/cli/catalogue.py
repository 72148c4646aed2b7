"""The commands of the platform, in the order of the help, and what each needs of the database."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Need = Literal["none", "ready", "kept"]
"""none: left alone. ready: made if absent, refused if behind. kept: made if absent, backed up if
behind."""


@dataclass(frozen=True)
class Listed:
    """One line of the help."""

    name: str
    line: str | Promise
    database: Need = "ready"


COMMANDS = (
    Listed("up", _("启动网站和一个后台进程，首次启动载入演示数据"), "none"),
    Listed("work", _("后台进程：发通知、走时限、封存日志")),
    Listed("demo", _("在空库中载入演示数据")),
    Listed("district", _("载入一个区的区划、规则、职责和标准")),
    Listed("account", _("建立账号并授予首个角色")),
    Listed("import", _("从表格批量导入办件")),
    Listed("due", _("按规则推算到期日"), "none"),
    Listed("dispatch", _("训练和检验类别推荐模型"), "none"),
    Listed("issues", _("从留言表中找出热点问题"), "none"),
    Listed("roads", _("载入路网"), "none"),
    Listed("reach", _("计算站点在几分钟内能到的范围"), "none"),
    Listed("siting", _("选出覆盖需求最多的新站点"), "none"),
    Listed("journal", _("封存、校验、导出日志")),
    Listed("keys", _("轮换身份信息的密钥")),
    Listed("migrate", _("升级数据库，升级前自动备份"), "kept"),
    Listed("backup", _("备份数据库和文件（不含密钥）"), "none"),
    Listed("restore", _("把备份恢复到空目录"), "none"),
    Listed("doctor", _("检查设置和运行状况"), "none"),
)
BY_NAME = {listed.name: listed for listed in COMMANDS}
