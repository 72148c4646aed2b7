"""What the verbs and subjects of the journal are called on screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuchao.journal.models import Entry
from zhuchao.rules.flows import FLOWS

Label = str | Promise

VERBS: dict[str, Label] = {
    "identity.opened": _("查看身份信息"),
    "identity.exported": _("导出身份信息"),
    "identity.erased": _("删除身份信息"),
    "identity.resealed": _("更换身份信息密钥"),
    "consent.withdrawn": _("撤回同意"),
    "cards.printed": _("印制卡片"),
    "cards.delivered": _("投放卡片"),
    "cards.scanned": _("扫码"),
    "phone.code_sent": _("发出手机验证码"),
    "phone.checked": _("验证手机"),
    "helper.verified": _("核实邻里帮手"),
    "remark.erased": _("删除附言"),
    "account.created": _("新建账号"),
    "account.entered": _("登录"),
    "account.refused": _("登录被拒"),
    "account.connected": _("关联单点登录"),
    "account.deactivated": _("停用账号"),
    "account.reactivated": _("恢复账号"),
    "account.email_set": _("修改电子邮箱"),
    "account.password_reset": _("重置密码"),
    "account.second_factor_reset": _("重置二次验证"),
    "key.made": _("新建接口密钥"),
    "key.revoked": _("作废接口密钥"),
    "notice.sent": _("发出通知"),
    "notice.failed": _("通知未送达"),
    "person.added": _("登记人员"),
    "tie.made": _("建立关系"),
    "tie.ended": _("终止关系"),
    "duty.assigned": _("指定职责"),
    "category.loaded": _("载入类别"),
    "district.loaded": _("载入区县资料"),
    "division.loaded": _("载入区划"),
    "holiday.loaded": _("载入放假安排"),
    "organisation.loaded": _("载入单位"),
    "rules.loaded": _("载入规则"),
    "site.loaded": _("载入场所"),
    "site.founded": _("登记场所"),
    "site.changed": _("修改场所"),
    "site.confirmed": _("确认属实"),
    "site.contradicted": _("反映不对"),
    "site.paused": _("暂停或恢复开放"),
    "site.retired": _("撤销场所"),
    "site.exported": _("导出场所"),
    "standard.loaded": _("载入标准"),
    "assessment.made": _("检查"),
    "mark.awarded": _("挂上牌子"),
    "mark.renewed": _("续牌"),
    "mark.withdrawn": _("摘牌"),
    "mark.exported": _("导出挂牌"),
    "board.recorded": _("登记牌子"),
    "board.changed": _("修改牌子"),
    "board.decided": _("处理牌子"),
    "board.exported": _("导出牌子"),
    "clock.lapsed": _("超过时限"),
    "matter.raised": _("提交办件"),
    "closing.rechecked": _("复核办结"),
    "difficulty.solved": _("解决困难"),
    "matter.external": _("登记外部系统的编号和时限"),
    "matter.exported": _("导出办件"),
    "matter.excluded": _("认定不计入统计"),
    "matter.followed": _("跟进"),
    "matter.handed_over": _("移交"),
    "matter.merged_into": _("并入"),
    "matter.rated": _("评价"),
    "matter.sharing": _("修改联系方式公开范围"),
    "matter.sorted": _("改类别或紧急程度"),
    "statement.opened": _("查看原文"),
    "petition.visited": _("来访一批"),
    "petition.batch_settled": _("一批来访已化解"),
    "petition.checked": _("认定初件、重件"),
    "petition.hotline": _("核对热线办件"),
    "petition.deputy": _("登记代表"),
    "petition.barred": _("登记回避"),
    "petition.unbarred": _("解除回避"),
    "petition.paper": _("出具文书"),
    "petition.exported": _("导出信访情况"),
    "reception.opened": _("登记接访"),
    "record.opened": _("查看笔录"),
    "paper.made": _("生成文书"),
    "matter.to_mediation": _("转人民调解"),
    "dispute.settled": _("化解纠纷"),
    "dispute.party_added": _("增加当事人"),
    "shelf.put": _("调解员上架"),
    "shelf.taken": _("调解员下架"),
    "shelf.service_loaded": _("载入调解服务"),
}

SUBJECTS: dict[str, Label] = {
    **{kind: _(flow.label) for kind, flow in FLOWS.items()},
    "reception": _("领导接访"),
    "identity": _("身份信息"),
    "account": _("账号"),
    "key": _("密钥"),
    "notice": _("通知"),
    "person": _("人员"),
    "organisation": _("单位"),
    "tie": _("关系"),
    "duty": _("职责"),
    "division": _("区划"),
    "card_batch": _("卡片批次"),
    "mediator": _("货架上的调解员"),
    "service": _("货架上的服务"),
    "site": _("场所"),
    "standard": _("标准"),
    "assessment": _("检查"),
    "mark": _("挂的牌子"),
    "board": _("墙上的牌子"),
}


def verb_label(entry: Entry) -> str:
    """What was done: the label of the verb, else of the flow's step of that name, else the code."""
    if entry.verb in VERBS:
        return str(VERBS[entry.verb])
    room, _dot, name = entry.verb.partition(".")
    flow = FLOWS.get(entry.subject_kind)
    if room == "matter" and flow:
        for step in flow.steps:
            if step.name == name:
                return gettext(step.label)
    return entry.verb


def subject_label(entry: Entry) -> str:
    """To what it was done, such as 诉求 12."""
    return f"{SUBJECTS.get(entry.subject_kind, entry.subject_kind)} {entry.subject_id}"
