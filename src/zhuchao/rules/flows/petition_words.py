"""The closed lists a petition is answered with, each with its article: code and label."""

BRANCHES = (
    ("ordinary", "普通信访程序（第三十一条第六项，六十日）"),
    ("simple", "简易办理（初次、简单明了）"),
    ("duty", "履行法定职责（第三十一条第五项）"),
    ("suggestion", "建议意见类（第二十九条）"),
    ("accusation", "检举控告类（第三十条）"),
)
LEGAL_WAYS = (
    ("litigation", "诉讼、检察监督、公安等法律程序（第一项）"),
    ("arbitration", "仲裁（第二项）"),
    ("party_appeal", "党员申诉、申请复审（第三项）"),
    ("administrative", "行政复议、裁决、确认、许可、处罚（第四项）"),
)
GUIDED_TO = (
    ("political_legal", "政法部门"),
    ("discipline", "纪检监察机关"),
    ("organ", "有权处理的机关、单位"),
    ("elsewhere", "其他地方的信访部门"),
)
NOT_ACCEPTED = (
    ("in_handling", "同一事项已受理或者正在办理（第十九条）"),
    ("re_reviewed", "已经复核，仍以同一事实和理由提出（第三十六条）"),
    ("no_review", "逾期未请求复查、复核"),
    ("not_ours", "不属于本机关、单位职权范围（第二十三条）"),
    ("legal_way", "应当通过法定程序解决（第三十一条）"),
)
RESULTS = (("support", "予以支持"), ("explain", "解释说明"), ("not_support", "不予支持"))
REVIEW_RESULTS = (("maintain", "维持"), ("change", "变更"), ("revoke", "撤销，责令重新办理"))
SERVED_BY = (
    ("in_person", "当面送达"),
    ("post", "邮寄送达"),
    ("proxy", "委托、转交送达"),
    ("online", "网上送达"),
    ("left", "留置送达"),
)
SETTLED_HOW = (
    ("solved", "诉求得到解决"),
    ("agreed", "达成调解、和解协议"),
    ("explained", "解释说明后息访"),
    ("relieved", "帮扶救助后息访"),
)
SUPERVISED_FOR = (
    ("late", "逾期未办"),
    ("evaded", "推诿、敷衍、拖延"),
    ("false", "弄虚作假"),
    ("unperformed", "拒不执行处理意见"),
    ("important", "重要事项跟踪"),
)
SUGGESTED = (
    ("improve", "改进工作"),
    ("policy", "完善政策"),
    ("accountability", "追究责任"),
)
ADOPTED = (("adopted", "采纳"), ("partly", "部分采纳"), ("declined", "未采纳"))
SATISFIED = (("satisfied", "满意"), ("fair", "基本满意"), ("unsatisfied", "不满意"))
REPORTED_TO = (
    ("government", "本级党委和政府"),
    ("superior", "上一级信访部门"),
    ("joint", "信访工作联席会议办公室"),
)
