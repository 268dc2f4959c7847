#!/usr/bin/env python3
"""Write the example report of Mingzhang (明账): one invented bureau's final
accounts for 2024, once clean and once with planted mistakes.

    python3 -m venv /tmp/venv-example
    /tmp/venv-example/bin/pip install reportlab fonttools
    /tmp/venv-example/bin/python examples/make.py [folder of the Noto CJK .ttc files]

The fonts are those of Debian's fonts-noto-cjk (SIL Open Font License 1.1),
looked for in /usr/share/fonts/opentype/noto unless a folder is named.

Everything is derived from the exact figures in 元 below.  The place, the
bureau, the projects and the amounts are invented.  The output is the same,
byte for byte, on every run.
"""

import os
import sys
import tempfile
from decimal import ROUND_HALF_UP, Decimal

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (BaseDocTemplate, Flowable, Frame, NextPageTemplate,
                                PageBreak, PageTemplate, Spacer, Table)

HERE = os.path.dirname(os.path.abspath(__file__))
STEM = "qinghe-culture-final-2024"
Y = 2024
ENT = "云岭省青禾市河湾区文化和旅游局"
DISCLAIMER = "（本文件为“明账”示例，单位、项目和数据均属虚构）"

# --------------------------------------------------------------------------
# 1. The truth, in 元
# --------------------------------------------------------------------------

NAMES = {
    "207": "文化旅游体育与传媒支出",
    "20701": "文化和旅游",
    "2070101": "行政运行",
    "2070102": "一般行政管理事务",
    "2070109": "群众文化",
    "2070111": "文化创作与保护",
    "2070112": "文化和旅游市场管理",
    "2070113": "旅游宣传",
    "2070199": "其他文化和旅游支出",
    "20702": "文物",
    "2070204": "文物保护",
    "20703": "体育",
    "2070308": "群众体育",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080501": "行政单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗",
    "2101103": "公务员医疗补助",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "229": "其他支出",
    "22960": "彩票公益金安排的支出",
    "2296003": "用于体育事业的彩票公益金支出",
}
LEAVES = [c for c in NAMES if len(c) == 7]

# Economic classification of the basic expenditure paid from the general budget.
ECON = [
    ("301", "工资福利支出", [
        ("30101", "基本工资", 2386461), ("30102", "津贴补贴", 1742938), ("30103", "奖金", 2918675),
        ("30106", "伙食补助费", 132000), ("30107", "绩效工资", 0),
        ("30108", "机关事业单位基本养老保险缴费", 1016892), ("30109", "职业年金缴费", 508446),
        ("30110", "职工基本医疗保险缴费", 476689), ("30111", "公务员医疗补助缴费", 95365),
        ("30112", "其他社会保障缴费", 58738), ("30113", "住房公积金", 892654),
        ("30114", "医疗费", 0), ("30199", "其他工资福利支出", 213516)]),
    ("303", "对个人和家庭的补助", [
        ("30301", "离休费", 0), ("30302", "退休费", 318260), ("30303", "退职（役）费", 0),
        ("30304", "抚恤金", 0), ("30305", "生活补助", 46843), ("30306", "救济费", 0),
        ("30307", "医疗费补助", 27435), ("30308", "助学金", 0), ("30309", "奖励金", 5640),
        ("30310", "个人农业生产补贴", 0), ("30311", "代缴社会保险费", 0),
        ("30399", "其他对个人和家庭的补助", 0)]),
    ("302", "商品和服务支出", [
        ("30201", "办公费", 186472), ("30202", "印刷费", 64318), ("30203", "咨询费", 18000),
        ("30204", "手续费", 1264), ("30205", "水费", 21857), ("30206", "电费", 138946),
        ("30207", "邮电费", 47293), ("30208", "取暖费", 0), ("30209", "物业管理费", 164500),
        ("30211", "差旅费", 97631), ("30212", "因公出国（境）费用", 0),
        ("30213", "维修（护）费", 73924), ("30214", "租赁费", 36000), ("30215", "会议费", 28346),
        ("30216", "培训费", 41582), ("30217", "公务接待费", 38715), ("30218", "专用材料费", 0),
        ("30224", "被装购置费", 0), ("30225", "专用燃料费", 0), ("30226", "劳务费", 82460),
        ("30227", "委托业务费", 59600), ("30228", "工会经费", 112853), ("30229", "福利费", 136207),
        ("30231", "公务用车运行维护费", 94368), ("30239", "其他交通费用", 318420),
        ("30240", "税金及附加费用", 0), ("30299", "其他商品和服务支出", 84739)]),
    ("307", "债务利息及费用支出", [("30701", "国内债务付息", 0), ("30702", "国外债务付息", 0)]),
    ("310", "资本性支出", [
        ("31001", "房屋建筑物购建", 0), ("31002", "办公设备购置", 76528), ("31003", "专用设备购置", 0),
        ("31005", "基础设施建设", 0), ("31006", "大型修缮", 0),
        ("31007", "信息网络及软件购置更新", 24600), ("31008", "物资储备", 0),
        ("31009", "土地补偿", 0), ("31010", "安置补助", 0), ("31011", "地上附着物和青苗补偿", 0),
        ("31012", "拆迁补偿", 0), ("31013", "公务用车购置", 0), ("31019", "其他交通工具购置", 0),
        ("31021", "文物和陈列品购置", 0), ("31022", "无形资产购置", 0),
        ("31099", "其他资本性支出", 0)]),
    ("399", "其他支出", [
        ("39907", "国家赔偿费用支出", 0), ("39908", "对民间非营利组织和群众性自治组织补贴", 0),
        ("39909", "经常性赠与", 0), ("39910", "资本性赠与", 0), ("39999", "其他支出", 0)]),
]
E = {c: v for _, _, rows in ECON for c, _, v in rows}
ECLASS = {k: sum(v for _, _, v in rows) for k, _, rows in ECON}
STAFF = ECLASS["301"] + ECLASS["303"]
OFFICE = ECLASS["302"] + ECLASS["307"] + ECLASS["310"] + ECLASS["399"]

# Expenditure per leaf subject: general budget basic/project, other money
# basic/project, government fund project.
GB = {c: 0 for c in LEAVES}
GP = dict(GB); OB = dict(GB); OP = dict(GB); FP = dict(GB)
GB["2070112"] = 3286390
GB["2080501"] = E["30302"] + E["30305"]
GB["2080505"] = E["30108"]
GB["2080506"] = E["30109"]
GB["2101101"] = E["30110"]
GB["2101103"] = E["30111"] + E["30307"]
GB["2210201"] = E["30113"]
GB["2070101"] = STAFF + OFFICE - sum(GB.values())
GP.update({"2070102": 426380, "2070109": 2865740, "2070111": 1247530, "2070112": 583912,
           "2070113": 1534261, "2070199": 362487, "2070204": 1873619, "2070308": 918406})
OB["2070101"] = 23610
OP["2070199"] = 268423
FP["2296003"] = 438620
# Money carried over, in and out, and other income received.
G_IN = {"2070111": 73443, "2070204": 212000}
G_OUT = {"2070113": 48016, "2070204": 98298}
F_IN = {"2296003": 36473}
F_OUT = {"2296003": 17870}
O_IN = {"2070199": 12300}
O_INC = {"2070101": 26808, "2070199": 291835}

def total(d, code=""):
    return sum(v for c, v in d.items() if c.startswith(code))

G_EXP = {c: GB[c] + GP[c] for c in LEAVES}
O_EXP = {c: OB[c] + OP[c] for c in LEAVES}
G_INC = {c: G_EXP[c] + G_OUT.get(c, 0) - G_IN.get(c, 0) for c in LEAVES}
F_INC = {c: FP[c] + F_OUT.get(c, 0) - F_IN.get(c, 0) for c in LEAVES}
O_OUT = {c: O_INC.get(c, 0) + O_IN.get(c, 0) - O_EXP[c] for c in LEAVES}
BASIC = {c: GB[c] + OB[c] for c in LEAVES}
PROJ = {c: GP[c] + OP[c] + FP[c] for c in LEAVES}
EXP = {c: BASIC[c] + PROJ[c] for c in LEAVES}
FISC_INC = {c: G_INC[c] + F_INC[c] for c in LEAVES}
INC = {c: FISC_INC[c] + O_INC.get(c, 0) for c in LEAVES}

IN_SUM, EX_SUM = total(INC), total(EXP)
BEGIN = total(G_IN) + total(F_IN) + total(O_IN)
END = total(G_OUT) + total(F_OUT) + total(O_OUT)
GRAND = IN_SUM + BEGIN
FISC_BEGIN, FISC_END = total(G_IN) + total(F_IN), total(G_OUT) + total(F_OUT)
FISC_GRAND = total(FISC_INC) + FISC_BEGIN

# Initial budgets, general budget.
BUDGET = {"2070101": 6358200, "2070102": 480000, "2070109": 2600000, "2070111": 1180000,
          "2070112": 3715000, "2070113": 1650000, "2070199": 350000, "2070204": 0,
          "2070308": 960000, "2080501": 358000, "2080505": 1043500, "2080506": 521800,
          "2101101": 489000, "2101103": 122800, "2210201": 913200}
FUND_BUDGET = 400000
# The year before.
P_GP, P_FUND, P_OTHER = 21437826, 363500, 214960
P_FISC = P_GP + P_FUND + FISC_BEGIN
P_GRAND = P_FISC + P_OTHER + total(O_IN)
P_OFFICE, OFFICE_BUDGET = 2018640, 2050000
# Travel abroad, cars, reception.
CAR_PROJECT = 41732                    # paid from 2070112, project
CAR, RECEPTION = E["30231"] + CAR_PROJECT, E["30217"]
CAR_B, REC_B = 150000, 45000
P_CAR, P_REC = 142690, 41263
SANGONG, SANGONG_B, P_SANGONG = CAR + RECEPTION, CAR_B + REC_B, P_CAR + P_REC
# Meetings and training; procurement; vehicles.
MEET = [("全区文化和旅游工作会议", 86, 16524), ("旅游旺季安全保障部署会", 64, 11822)]
TRAIN = [("文化市场执法业务培训", 58, 24612), ("基层文化专干轮训", 72, 16970)]
MEET_B, TRAIN_B = 32000, 45000
GOODS, WORKS, SERVICES, SME, SMALL = 386420, 742600, 1853175, 2416300, 1675840
PROCURE = GOODS + WORKS + SERVICES
CARS = [("机要通信用车", 1), ("应急保障用车", 1), ("执法执勤用车", 2), ("其他用车", 1)]
CAR_N = 5
# Projects: leaf, name, initial budget, full-year budget, score in tenths.
PROJECTS = [
    ("2070102", "文化旅游综合业务经费", 480000, 430000, 978),
    ("2070109", "公共文化设施免费开放与群众文化活动", 2600000, 2900000, 986),
    ("2070111", "非物质文化遗产传承保护", 1180000, 1253400, 971),
    ("2070112", "文化市场综合执法", 560000, 590000, 969),
    ("2070113", "河湾旅游品牌推广", 1650000, 1600000, 952),
    ("2070199", "旅游公共服务设施维护", 350000, 365000, 963),
    ("2070204", "不可移动文物本体修缮", 0, 1971919, 947),
    ("2070308", "全民健身场地维护与活动", 960000, 925000, 974),
    ("2296003", "社区健身器材更新", 400000, 456500, 968),
]

# Why each leaf differs from its initial budget.
REASON = {
    "2070101": "年内3名干部调出后岗位暂未补充，工资和日常运转支出相应减少",
    "2070102": "部分业务会议改为视频形式，材料印制等费用低于年初测算",
    "2070109": "年中增加街道综合文化站夜间开放服务，追加了活动和人员补贴经费",
    "2070111": "上年结转的传承人记录工程资金在本年完成支付",
    "2070112": "执法人员晋级调资，并追加了暑期校外文体培训场所专项检查经费",
    "2070113": "冬季推介活动改在次年一季度举办，尾款尚未支付",
    "2070199": "追加了两处游客服务点应急照明改造经费",
    "2070308": "一处门球场修缮方案优化后工程量减少",
    "2080501": "本年新增退休人员1名，退休费相应增加",
    "2080505": "缴费人数因人员调出较年初测算减少",
    "2080506": "缴费人数因人员调出较年初测算减少",
    "2101101": "缴费人数因人员调出较年初测算减少",
    "2210201": "缴存人数因人员调出较年初测算减少",
}

# --------------------------------------------------------------------------
# 2. Rounding and words
# --------------------------------------------------------------------------

def cents(yuan):
    """元 to hundredths of 万元, half away from zero."""
    return (abs(yuan) + 50) // 100 * (1 if yuan >= 0 else -1)

def w(yuan):
    c = cents(yuan)
    return f"{'-' if c < 0 else ''}{abs(c) // 100}.{abs(c) % 100:02d}"

def t(yuan):
    c = cents(yuan)
    return f"{'-' if c < 0 else ''}{abs(c) // 100:,}.{abs(c) % 100:02d}"

def pct(n, d):
    return str((Decimal(n) * 100 / Decimal(d)).quantize(Decimal("0.01"), ROUND_HALF_UP)) + "%"

def change(cur, prior):
    d = cur - prior
    return (f"{'增加' if d > 0 else '减少'}{w(abs(d))}万元，"
            f"{'增长' if d > 0 else '下降'}{pct(abs(d), prior)}")

def subject(code):
    top = NAMES[code[:3]]
    return f"{top}（类）{NAMES[code[:5]]}（款）{NAMES[code]}（项）"

CN = "〇一二三四五六七八九"
def cn(n):
    if n < 10:
        return CN[n]
    return ("" if n < 20 else CN[n // 10]) + "十" + (CN[n % 10] if n % 10 else "")

# --------------------------------------------------------------------------
# 3. The planted mistakes
# --------------------------------------------------------------------------

# number: (where, why, 中文)
MISTAKES = {
    1: ("公开03表, row 2070111 文化创作与保护, column 项目支出",
        "digits swapped in one cell; the row no longer adds up (基本 + 项目 = 本年支出合计) and neither does the column "
        "(项 to 款 20701); 公开05表 and the narrative still have the right figure",
        "03表单元格数字颠倒，行、列均不平"),
    2: ("公开06表, line 部门：",
        "the entity's name is that of another bureau (文化广电和旅游局); everywhere else it is 文化和旅游局",
        "06表部门名称写错"),
    3: ("公开08表, statement under the table",
        "the empty-table statement of 公开07表 was copied: it speaks of the government fund, and 公开07表 is not empty; "
        "section 九 says the right thing",
        "08表空表说明错用政府性基金的说明"),
    4: ("第三部分 一, change against the year before",
        "decimal point shifted: the growth rate is right and the amount is ten times too large "
        "(it would even exceed half of last year's total)",
        "增加额小数点错位，增长率正确"),
    5: ("第三部分 三, share of 项目支出",
        "wrong share; the two shares no longer add up to 100%",
        "项目支出占比错误"),
    6: ("第三部分 五（三）3, 群众文化, 支出决算",
        "digits swapped; 公开05表 has the right figure, and the completion rate and the word 大于 belong to it",
        "群众文化决算数数字颠倒，与05表不符"),
    7: ("第三部分 五（三）6, 旅游宣传, completion rate",
        "computed from the full-year budget (全年预算, in the annex) although the sentence says 年初预算",
        "完成率用了全年预算数作分母"),
    8: ("第三部分 五（三）11, 机关事业单位基本养老保险缴费支出",
        "大于 although the final figure is smaller than the budget, and the reason given explains a decrease",
        "“大于”应为“小于”"),
    9: ("第三部分 六, 基本支出",
        "quotes the total of all basic expenditure from 公开03表; the general-budget figure of 公开05表 and 公开06表 is due "
        "(人员经费 + 公用经费 gives the right sum)",
        "基本支出误引03表口径，应为05表"),
    10: ("第三部分 七（一）, total of 三公",
         "digits swapped; the parts, 公开09表 and the completion rate give the right figure",
         "“三公”总额与分项之和不符"),
    11: ("第三部分 七（二）3, date of the vehicle count",
         "wrong year, carried over from last year's report",
         "“截至”日期年份错误"),
    12: ("第三部分 十二, contracts given to small and medium enterprises",
         "more than the whole procurement; the share that follows belongs to the right figure",
         "中小企业合同金额大于采购总额"),
    13: ("第三部分 十三, vehicles by kind",
         "the kinds add up to 6, the total is 5",
         "车辆分类之和不等于总数"),
    14: ("第三部分 十四, amount of the fund project",
         "元 for 万元",
         "金额单位“元”应为“万元”"),
    15: ("第四部分 名词解释, between 其他文化和旅游支出 and 群众体育",
         "no entry for a subject that tables and narrative use (2070204); the other 15 are all there",
         "名词解释缺少“文物保护（项）”"),
}

class Report:
    """The content as a list of blocks, clean or with the mistakes."""

    printed = {}        # the wrong text of each mistake, to find its page

    def __init__(self, planted):
        self.planted = planted
        self.blocks = []
        self.pending = []
        self.seen = {}

    def m(self, n, clean, wrong):
        """The right text, or in the planted report the wrong one."""
        assert n in MISTAKES and n not in self.seen and clean != wrong, n
        self.seen[n] = (wrong, clean)
        Report.printed[n] = wrong
        self.pending.append(n)
        return wrong if self.planted else clean

    def add(self, kind, *args, **kw):
        self.blocks.append((kind, args, kw, self.pending))
        self.pending = []

    def p(self, text): self.add("p", text)
    def h1(self, text, toc=True): self.add("h1", text, toc=toc)
    def h2(self, text): self.add("h2", text)
    def item(self, text): self.add("item", text)
    def part(self, n, name, short): self.add("part", n, name, short)
    def table(self, **kw): self.add("table", **kw)

# --------------------------------------------------------------------------
# 4. The content
# --------------------------------------------------------------------------

CLASSES = ["一般公共服务支出", "外交支出", "国防支出", "公共安全支出", "教育支出", "科学技术支出",
           "文化旅游体育与传媒支出", "社会保障和就业支出", "卫生健康支出", "节能环保支出", "城乡社区支出",
           "农林水支出", "交通运输支出", "资源勘探工业信息等支出", "商业服务业等支出", "金融支出",
           "援助其他地区支出", "自然资源海洋气象等支出", "住房保障支出", "粮油物资储备支出",
           "国有资本经营预算支出", "灾害防治及应急管理支出", "其他支出", "债务还本支出", "债务付息支出",
           "抗疫特别国债安排的支出"]
CLASS_CODE = {NAMES[c]: c for c in NAMES if len(c) == 3}

DUTIES = [
    "宣传贯彻国家和省、市有关文化、旅游、文物、体育工作的法律法规和政策，起草本区相关规划和管理办法并组织实施。",
    "统筹全区公共文化服务体系建设，指导街道综合文化站、社区文化活动室开展免费开放和群众性文化活动。",
    "组织非物质文化遗产的调查、记录、传承和展示，支持地方题材文艺作品的创作。",
    "负责全区不可移动文物的登记、巡查和修缮管理，指导可移动文物的收藏与展示。",
    "指导旅游资源的普查、利用和保护，培育旅游新业态，组织河湾旅游形象的整体推广。",
    "负责文化和旅游市场的日常监管与行政审批，指导文化市场综合执法，受理相关投诉举报。",
    "组织实施全民健身计划，指导公共体育设施的建设、开放和维护，管理体育彩票公益金安排的项目。",
    "负责本行业安全生产和应急管理的指导监督，会同有关部门做好节假日旅游安全保障。",
    "完成区委、区人民政府交办的其他任务。",
]

GLOSSARY = [
    ("一般公共预算财政拨款收入", "指区级财政当年从一般公共预算中拨付给本部门的资金。"),
    ("政府性基金预算财政拨款收入", "指区级财政当年从政府性基金预算中拨付给本部门的资金，本年为体育彩票公益金。"),
    ("其他收入", "指除财政拨款、事业收入、经营收入等以外取得的收入，主要是文物保护志愿捐赠、代扣税款手续费返还等。"),
    ("年初结转和结余", "指以前年度没有执行完毕、转到本年按有关规定继续使用的资金。"),
    ("年末结转和结余", "指本年度或以前年度安排、因客观条件变化当年没有用完，需要转到以后年度继续使用的资金。"),
    ("基本支出", "指为保障机构正常运转、完成日常工作任务而发生的人员经费和公用经费。"),
    ("项目支出", "指在基本支出之外为完成特定工作任务和事业发展目标而发生的支出。"),
    ("2070101", "反映行政单位（含参照公务员法管理的事业单位）为维持机关运转而发生的基本支出。"),
    ("2070102", "反映行政单位没有单独设置项级科目的其他业务项目支出。"),
    ("2070109", "反映组织群众性文化活动以及群众文化设施开放、运行方面的支出。"),
    ("2070111", "反映扶持文艺创作和非物质文化遗产记录、传承、展示方面的支出。"),
    ("2070112", "反映文化和旅游市场管理、行政执法方面的支出。"),
    ("2070113", "反映旅游形象宣传和旅游市场推介方面的支出。"),
    ("2070199", "反映除上述项目以外其他用于文化和旅游方面的支出。"),
    ("2070204", "反映文物本体修缮、日常养护和安全防护方面的支出。"),
    ("2070308", "反映开展群众性体育活动、维护全民健身场地方面的支出。"),
    ("2080501", "反映行政单位（含参照公务员法管理的事业单位）开支的离退休经费。"),
    ("2080505", "反映单位按规定由用人单位缴纳的基本养老保险费支出。"),
    ("2080506", "反映单位按规定由用人单位实际缴纳的职业年金支出。"),
    ("2101101", "反映财政安排的行政单位基本医疗保险缴费经费。"),
    ("2101103", "反映财政安排的公务员医疗补助经费。"),
    ("2210201", "反映单位按规定的工资基数和缴存比例为职工缴纳的住房公积金。"),
    ("2296003", "反映用体育彩票公益金安排的全民健身等体育事业支出。"),
    ("“三公”经费", "指用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。"),
    ("机关运行经费", "指为保障行政单位（含参照公务员法管理的事业单位）运行，用一般公共预算财政拨款安排的"
                   "基本支出中的日常公用经费，用于购买货物和服务。"),
]

def leaf_rows(columns, keep):
    """Rows of a functional table: 合计, then 类, 款 and 项 with their sums."""
    rows = [("合计", None, [total(c) for c in columns])]
    for code in NAMES:
        if any(keep(l) for l in LEAVES if l.startswith(code)):
            rows.append((code, NAMES[code], [total(c, code) for c in columns]))
    return rows

ZERO = {c: 0 for c in LEAVES}
T2 = leaf_rows([INC, FISC_INC, ZERO, ZERO, ZERO, ZERO, O_INC], lambda c: INC[c])
T3 = leaf_rows([EXP, BASIC, PROJ, ZERO, ZERO, ZERO], lambda c: EXP[c])
T5 = leaf_rows([G_EXP, GB, GP], lambda c: G_EXP[c])
T7 = leaf_rows([F_IN, F_INC, FP, ZERO, FP, F_OUT], lambda c: FP[c])

def functional_grid(header, rows, money=t):
    grid = [list(h) for h in header]
    for code, name, vals in rows:
        grid.append([code, name or ""] + [money(v) for v in vals])
    return grid

def build(planted):
    r = Report(planted)
    m = r.m
    r.add("cover")
    r.add("toc")

    # ---- 第一部分 ----
    r.part("第一部分", "部门概况", "部门概况")
    r.h1("一、主要职能")
    for i, d in enumerate(DUTIES, 1):
        r.p(f"（{cn(i)}）{d}")
    r.h1("二、机构设置")
    r.p("（一）内设机构设置。本部门内设机构6个，包括：办公室、公共文化股、产业发展股、市场管理股（行政审批股）、"
        "文物和非物质文化遗产股、群众体育股。")
    r.p(f"（二）决算单位构成。{ENT}{Y}年部门决算汇总公开单位共2个，包括：{ENT}本级以及河湾区文化市场综合行政执法大队"
        "（参照公务员法管理的事业单位）。区公共文化服务中心为区人民政府直属事业单位，单独编制和公开决算，不在本部门汇总范围内。")
    r.p("（三）人员情况。本部门核定编制48名，其中：行政编制28名，参照公务员法管理的事业编制20名。"
        f"截至{Y}年12月31日，在职人员44人，退休人员21人。")

    # ---- 第二部分 ----
    r.part("第二部分", "部门决算表", "部门决算表")
    inc = [("一、一般公共预算财政拨款收入", total(G_INC)), ("二、政府性基金预算财政拨款收入", total(F_INC)),
           ("三、国有资本经营预算财政拨款收入", 0), ("四、上级补助收入", 0), ("五、事业收入", 0),
           ("六、经营收入", 0), ("七、附属单位上缴收入", 0), ("八、其他收入", total(O_INC))]
    g = [["收入", "", "", "支出", "", ""], ["项目", "行次", "金额", "项目", "行次", "金额"],
         ["栏次", "", "1", "栏次", "", "2"]]
    for i in range(26):
        name, val = inc[i] if i < len(inc) else ("", None)
        code = CLASS_CODE.get(CLASSES[i], "none")
        g.append([name, str(i + 1), "" if val is None else t(val), f"{cn(i + 1)}、{CLASSES[i]}", str(32 + i),
                  t(total(EXP, code))])
    g += [["本年收入合计", "27", t(IN_SUM), "本年支出合计", "58", t(EX_SUM)],
          ["使用非财政拨款结余和专用结余", "28", t(0), "结余分配", "59", t(0)],
          ["年初结转和结余", "29", t(BEGIN), "年末结转和结余", "60", t(END)],
          ["", "30", "", "", "61", ""],
          ["总计", "31", t(GRAND), "总计", "62", t(EX_SUM + END)]]
    r.table(no="01", title="收入支出决算总表", grid=g, head=3, spans=[(0, 0, 2, 0), (3, 0, 5, 0)],
            widths=[134, 28, 62, 134, 28, 62], text_cols=(0, 3), mid_cols=(1, 4), size=8, row=15.6,
            notes=["注：1.本表反映部门本年度的总收支和年末结转结余情况。",
                   "2.本套报表金额单位转换时可能存在尾数误差。"])

    head = [["项目", "", "本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"],
            ["科目代码", "科目名称"] + [""] * 7, ["栏次", ""] + [str(i) for i in range(1, 8)]]
    r.table(no="02", title="收入决算表", grid=functional_grid(head, T2), head=3, wide=True,
            spans=[(0, 0, 1, 0), (0, 2, 1, 2), (0, 3, 1, 3)] + [(c, 0, c, 1) for c in range(2, 9)],
            widths=[58, 192] + [68] * 7, text_cols=(1,), mid_cols=(0,), size=9, row=20, hrow=[22, 22, 18],
            notes=["注：本表反映部门本年度取得的各项收入情况。"])

    head = [["项目", "", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
            ["科目代码", "科目名称"] + [""] * 6, ["栏次", ""] + [str(i) for i in range(1, 7)]]
    g = functional_grid(head, T3)
    right = t(GP["2070111"])
    for row in g:
        if row[0] == "2070111":
            row[4] = m(1, right, right[0] + right[2] + right[1] + right[3:])
    r.table(no="03", title="支出决算表", grid=g, head=3, wide=True,
            spans=[(0, 0, 1, 0), (0, 2, 1, 2), (0, 3, 1, 3)] + [(c, 0, c, 1) for c in range(2, 8)],
            widths=[58, 204] + [77] * 6, text_cols=(1,), mid_cols=(0,), size=9, row=20, hrow=[22, 22, 18],
            notes=["注：本表反映部门本年度各项支出情况。"])

    g = [["收入", "", "", "支出", "", "", "", "", ""],
         ["项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"],
         ["栏次", "", "1", "栏次", "", "2", "3", "4", "5"]]
    inc = [("一、一般公共预算财政拨款", total(G_INC)), ("二、政府性基金预算财政拨款", total(F_INC)),
           ("三、国有资本经营预算财政拨款", 0)]
    for i in range(26):
        name, val = inc[i] if i < 3 else ("", None)
        code = CLASS_CODE.get(CLASSES[i], "none")
        gp, fd = total(G_EXP, code), total(FP, code)
        g.append([name, str(i + 1), "" if val is None else t(val), f"{cn(i + 1)}、{CLASSES[i]}", str(33 + i),
                  t(gp + fd), t(gp), t(fd), t(0)])
    g_sum, f_sum = total(G_EXP), total(FP)
    g += [["本年收入合计", "27", t(total(FISC_INC)), "本年支出合计", "59", t(g_sum + f_sum), t(g_sum), t(f_sum), t(0)],
          ["年初财政拨款结转和结余", "28", t(FISC_BEGIN), "年末财政拨款结转和结余", "60", t(FISC_END),
           t(total(G_OUT)), t(total(F_OUT)), t(0)],
          ["一般公共预算财政拨款", "29", t(total(G_IN)), "", "61", "", "", "", ""],
          ["政府性基金预算财政拨款", "30", t(total(F_IN)), "", "62", "", "", "", ""],
          ["国有资本经营预算财政拨款", "31", t(0), "", "63", "", "", "", ""],
          ["总计", "32", t(FISC_GRAND), "总计", "64", t(FISC_GRAND), t(g_sum + total(G_OUT)),
           t(f_sum + total(F_OUT)), t(0)]]
    r.table(no="04", title="财政拨款收入支出决算总表", grid=g, head=3, wide=True,
            spans=[(0, 0, 2, 0), (3, 0, 8, 0)],
            widths=[142, 30, 72, 142, 30, 72, 76, 76, 86], text_cols=(0, 3), mid_cols=(1, 4), size=7.5, row=11.2,
            hrow=[12.5, 21, 11.5], tight=True,
            notes=["注：本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款的总收支和年末结转结余情况。"])

    head = [["项目", "", "本年支出", "", ""], ["科目代码", "科目名称", "小计", "基本支出", "项目支出"],
            ["栏次", "", "1", "2", "3"]]
    r.table(no="05", title="一般公共预算财政拨款支出决算表", grid=functional_grid(head, T5), head=3,
            spans=[(0, 0, 1, 0), (2, 0, 4, 0), (0, 2, 1, 2), (0, 3, 1, 3)],
            widths=[62, 200, 62, 62, 62], text_cols=(1,), mid_cols=(0,), size=9, row=19.5,
            notes=["注：本表反映部门本年度一般公共预算财政拨款支出情况。"])

    cols = []
    for group in (("301", "303"), ("302",), ("307", "310", "399")):
        col = []
        for k, name, rows in ECON:
            if k in group:
                col.append([k, name, t(ECLASS[k])])
                col += [[c, n, t(v)] for c, n, v in rows]
        cols.append(col)
    depth = max(map(len, cols))
    g = [["人员经费", "", "", "公用经费", "", "", "", "", ""], ["科目代码", "科目名称", "决算数"] * 3]
    for i in range(depth):
        g.append(sum((c[i] if i < len(c) else ["", "", ""] for c in cols), []))
    g.append(["人员经费合计", "", t(STAFF), "公用经费合计", "", "", "", "", t(OFFICE)])
    n = len(g) - 1
    r.table(no="06", title="一般公共预算财政拨款基本支出决算明细表", grid=g, head=2, wide=True,
            entity=m(2, ENT, ENT.replace("文化和旅游局", "文化广电和旅游局")),
            spans=[(0, 0, 2, 0), (3, 0, 8, 0), (0, n, 1, n), (3, n, 7, n)],
            widths=[42, 146, 58, 42, 116, 58, 42, 166, 56], text_cols=(1, 4, 7), mid_cols=(0, 3, 6), size=7.5, row=12.4,
            hrow=[14, 14], tight=True,
            notes=["注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。"])

    head = [["项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"],
            ["科目代码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""],
            ["栏次", ""] + [str(i) for i in range(1, 7)]]
    r.table(no="07", title="政府性基金预算财政拨款收入支出决算表", grid=functional_grid(head, T7), head=3, wide=True,
            spans=[(0, 0, 1, 0), (2, 0, 2, 1), (3, 0, 3, 1), (4, 0, 6, 0), (7, 0, 7, 1), (0, 2, 1, 2), (0, 3, 1, 3)],
            widths=[64, 204, 76, 76, 76, 76, 76, 76], text_cols=(1,), mid_cols=(0,), size=9.5, row=20, hrow=[22, 22, 20],
            notes=["注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。"])

    g = [["项目", "", "本年支出", "", ""], ["科目代码", "科目名称", "合计", "基本支出", "项目支出"],
         ["栏次", "", "1", "2", "3"], ["合计", "", t(0), t(0), t(0)], [""] * 5]
    r.table(no="08", title="国有资本经营预算财政拨款支出决算表", grid=g, head=3, wide=True, follow=True,
            spans=[(0, 0, 1, 0), (2, 0, 4, 0), (0, 2, 1, 2), (0, 3, 1, 3)],
            widths=[110, 238, 126, 125, 125], text_cols=(1,), mid_cols=(0,), size=9.5, row=20, hrow=[22, 22, 20],
            notes=["注：本表反映部门本年度国有资本经营预算财政拨款支出情况。",
                   m(3, "本部门没有使用国有资本经营预算安排的支出。",
                     "本部门没有政府性基金收入，也没有使用政府性基金安排的支出。")])

    half = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"]
    g = [["预算数"] + [""] * 5 + ["决算数"] + [""] * 5, half + half,
         ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""] * 2,
         [str(i) for i in range(1, 13)],
         [t(v) for v in (SANGONG_B, 0, CAR_B, 0, CAR_B, REC_B, SANGONG, 0, CAR, 0, CAR, RECEPTION)]]
    spans = [(0, 0, 5, 0), (6, 0, 11, 0)]
    for o in (0, 6):
        spans += [(o, 1, o, 2), (o + 1, 1, o + 1, 2), (o + 2, 1, o + 4, 1), (o + 5, 1, o + 5, 2)]
    r.table(no="09", title="财政拨款“三公”经费支出决算表", grid=g, head=4, wide=True, spans=spans,
            widths=[60, 60, 60, 60, 62, 60] * 2, text_cols=(), mid_cols=tuple(range(12)), size=9.5, row=30,
            hrow=[26, 26, 44, 22],
            notes=["注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。其中，预算数为“三公”经费全年预算数，"
                   "反映按规定程序调整后的预算数；决算数包括当年财政拨款和以前年度结转资金安排的实际支出。"])

    # ---- 第三部分 ----
    r.part("第三部分", f"{Y}年度部门决算情况说明", f"{Y}年度部门决算情况说明")
    r.h1("一、收入支出决算总体情况说明")
    d = GRAND - P_GRAND
    s = w(d)
    amount = m(4, s, s[:-3] + s[-2] + "." + s[-1])
    r.p(f"{Y}年度收、支总计均为{w(GRAND)}万元。与上年相比，收、支总计各增加{amount}万元，增长{pct(d, P_GRAND)}，"
        "主要是因为文物修缮和群众文化活动的专项投入加大。")
    r.h1("二、收入决算情况说明")
    r.p(f"本年收入合计{w(IN_SUM)}万元，其中：一般公共预算财政拨款收入{w(total(G_INC))}万元，占{pct(total(G_INC), IN_SUM)}；"
        f"政府性基金预算财政拨款收入{w(total(F_INC))}万元，占{pct(total(F_INC), IN_SUM)}；"
        f"其他收入{w(total(O_INC))}万元，占{pct(total(O_INC), IN_SUM)}。")
    r.h1("三、支出决算情况说明")
    share = pct(total(PROJ), EX_SUM)
    r.p(f"本年支出合计{w(EX_SUM)}万元，其中：基本支出{w(total(BASIC))}万元，占{pct(total(BASIC), EX_SUM)}；"
        f"项目支出{w(total(PROJ))}万元，占{m(5, share, pct(total(PROJ) + EX_SUM * 3 // 100, EX_SUM))}。")
    r.h1("四、财政拨款收入支出决算总体情况说明")
    r.p(f"{Y}年度财政拨款收、支总计{w(FISC_GRAND)}万元（财政拨款收入总计含年初财政拨款结转和结余{w(FISC_BEGIN)}万元，"
        f"财政拨款支出总计含年末财政拨款结转和结余{w(FISC_END)}万元），与上年相比，{change(FISC_GRAND, P_FISC)}，"
        "主要是因为上级下达的文物保护专项资金增加，区级财政追加了群众文化活动经费。")
    r.h1("五、一般公共预算财政拨款支出决算情况说明")
    r.h2("（一）一般公共预算财政拨款支出决算总体情况")
    r.p(f"{Y}年度一般公共预算财政拨款支出{w(g_sum)}万元，占本年支出合计的{pct(g_sum, EX_SUM)}。与上年相比，"
        f"一般公共预算财政拨款支出{change(g_sum, P_GP)}，主要是因为不可移动文物修缮工程集中完工结算。")
    r.h2("（二）一般公共预算财政拨款支出决算结构情况")
    parts = [c for c in NAMES if len(c) == 3 and total(G_EXP, c)]
    r.p(f"{Y}年度一般公共预算财政拨款支出{w(g_sum)}万元，主要用于以下方面：" + "；".join(
        f"{NAMES[c]}（类）{w(total(G_EXP, c))}万元，占{pct(total(G_EXP, c), g_sum)}" for c in parts) + "。")
    r.h2("（三）一般公共预算财政拨款支出决算具体情况")
    b_sum = total(BUDGET)
    r.p(f"{Y}年度一般公共预算财政拨款支出年初预算为{w(b_sum)}万元，支出决算为{w(g_sum)}万元，完成年初预算的"
        f"{pct(g_sum, b_sum)}。其中：")
    for i, c in enumerate((c for c in LEAVES if G_EXP[c]), 1):
        x, b = G_EXP[c], BUDGET[c]
        r.item(f"{i}.{subject(c)}。")
        fig, rate, word = w(x), pct(x, b) if b else "", "决算数大于年初预算数" if x > b else "决算数小于年初预算数"
        if c == "2070109":
            s = fig; fig = m(6, s, s[0] + s[2] + s[1] + s[3:])
        if c == "2070113":
            full = next(p[3] for p in PROJECTS if p[0] == c)
            rate = m(7, rate, pct(x, full))
        if c == "2080505":
            word = m(8, word, "决算数大于年初预算数")
        if not b:
            inc_ = G_INC[c]
            r.p(f"年初预算为0.00万元，支出决算为{fig}万元，决算数大于年初预算数的主要原因是：年中收到上级下达的文物保护"
                f"专项资金{w(inc_)}万元，上年结转资金{w(G_IN[c])}万元继续使用，年末结转{w(G_OUT[c])}万元。")
        elif x == b:
            r.p(f"年初预算为{w(b)}万元，支出决算为{fig}万元，完成年初预算的{rate}，决算数与年初预算数持平。")
        else:
            r.p(f"年初预算为{w(b)}万元，支出决算为{fig}万元，完成年初预算的{rate}，{word}的主要原因是："
                f"{REASON[c]}。")
    r.h1("六、一般公共预算财政拨款基本支出决算情况说明")
    names = lambda ks: "、".join(n for k, _, rows in ECON if k in ks for _, n, v in rows if v)
    gb = total(GB)
    r.p(f"{Y}年度一般公共预算财政拨款基本支出{m(9, w(gb), w(total(BASIC)))}万元，其中：")
    r.p(f"人员经费{w(STAFF)}万元，占基本支出的{pct(STAFF, gb)}，主要包括：{names(('301', '303'))}。")
    r.p(f"公用经费{w(OFFICE)}万元，占基本支出的{pct(OFFICE, gb)}，主要包括：{names(('302', '307', '310', '399'))}。")
    r.h1("七、财政拨款“三公”经费支出决算情况说明")
    r.h2("（一）“三公”经费财政拨款支出决算总体情况说明")
    s = w(SANGONG)
    r.p(f"{Y}年度“三公”经费财政拨款支出全年预算为{w(SANGONG_B)}万元，支出决算为{m(10, s, s[:3] + s[4] + s[3])}万元，"
        f"完成预算的{pct(SANGONG, SANGONG_B)}；与上年相比，{change(SANGONG, P_SANGONG)}。其中：")
    r.p("因公出国（境）费支出预算为0.00万元，支出决算为0.00万元，与上年一致，本年没有安排因公出国（境）活动。")
    r.p("公务用车购置费支出预算为0.00万元，支出决算为0.00万元，与上年一致，本年没有购置公务用车。")
    r.p(f"公务用车运行维护费支出预算为{w(CAR_B)}万元，支出决算为{w(CAR)}万元，完成预算的{pct(CAR, CAR_B)}，决算数小于预算数的主要原因是"
        f"执法车辆合并派车，燃油和保养次数减少；与上年相比，{change(CAR, P_CAR)}，主要是一辆旧车在上年完成大修后本年维修费回落。")
    r.p(f"公务接待费支出预算为{w(REC_B)}万元，支出决算为{w(RECEPTION)}万元，完成预算的{pct(RECEPTION, REC_B)}，决算数小于预算数的主要原因是"
        f"严格执行公函接待和用餐标准；与上年相比，{change(RECEPTION, P_REC)}，主要是外区来访考察批次减少。")
    r.h2("（二）“三公”经费财政拨款支出决算具体情况说明")
    r.p(f"{Y}年度“三公”经费财政拨款支出决算中，因公出国（境）费支出决算0.00万元，占{pct(0, SANGONG)}；公务用车购置及运行维护费支出决算"
        f"{w(CAR)}万元，占{pct(CAR, SANGONG)}；公务接待费支出决算{w(RECEPTION)}万元，占{pct(RECEPTION, SANGONG)}。其中：")
    r.p("1.因公出国（境）费支出决算为0.00万元，全年安排因公出国（境）团组0个，累计0人次。")
    r.p(f"2.公务接待费支出决算为{w(RECEPTION)}万元，全年共接待国内来访42批次、358人次，主要是上级业务检查、"
        "相邻区县交流学习等发生的用餐支出；没有外事接待。")
    asof = m(11, f"截至{Y}年12月31日", f"截至{Y - 1}年12月31日")
    r.p(f"3.公务用车购置及运行维护费支出决算为{w(CAR)}万元，其中：公务用车购置费0.00万元，全年更新公务用车0辆；"
        f"公务用车运行维护费{w(CAR)}万元，由基本支出列支{w(E['30231'])}万元、由文化市场执法项目列支{w(CAR_PROJECT)}万元，"
        f"主要是燃料费、维修费、过路过桥费和保险费。{asof}，本部门开支财政拨款的公务用车保有量为{CAR_N}辆。")
    r.h1("八、政府性基金预算收入支出决算情况说明")
    c = "2296003"
    r.p(f"{Y}年度政府性基金预算财政拨款年初结转和结余{w(F_IN[c])}万元，本年收入{w(F_INC[c])}万元，本年支出{w(FP[c])}万元，"
        f"年末结转和结余{w(F_OUT[c])}万元。与上年相比，政府性基金预算财政拨款支出{change(FP[c], P_FUND)}。具体情况如下：")
    r.p(f"{subject(c)}{w(FP[c])}万元，全部为项目支出，用于12个社区健身器材的更换和维护。年初预算为{w(FUND_BUDGET)}万元，"
        f"完成年初预算的{pct(FP[c], FUND_BUDGET)}，决算数大于年初预算数的主要原因是：上年结转资金在本年继续使用。")
    r.h1("九、国有资本经营预算支出决算情况说明")
    r.p("本部门没有使用国有资本经营预算安排的支出。")
    r.h1("十、机关运行经费支出说明")
    r.p(f"{Y}年度，本部门机关运行经费支出{w(OFFICE)}万元，与一般公共预算财政拨款基本支出中的公用经费一致。比年初预算数"
        f"{w(OFFICE_BUDGET)}万元{change(OFFICE, OFFICE_BUDGET)}；比上年决算数{change(OFFICE, P_OFFICE)}，"
        "主要原因是在职人数减少，按定额核定的日常公用经费随之下降。")
    r.h1("十一、一般性支出情况说明")
    for label, budget, items, verb in (("会议费", MEET_B, MEET, "召开"), ("培训费", TRAIN_B, TRAIN, "开展")):
        x = sum(i[2] for i in items)
        r.p(f"{Y}年度，{label}年初预算为{w(budget)}万元，支出决算为{w(x)}万元，完成年初预算的{pct(x, budget)}。其中：" +
            "；".join(f"用于{verb}{n}，人数{k}人，经费支出{w(v)}万元" for n, k, v in items) + "。")
    r.p("本年度没有举办节庆、晚会、论坛等活动的开支。")
    r.h1("十二、政府采购支出说明")
    sme = w(SME)
    r.p(f"{Y}年度政府采购支出总额{w(PROCURE)}万元，其中：政府采购货物支出{w(GOODS)}万元、政府采购工程支出{w(WORKS)}万元、"
        f"政府采购服务支出{w(SERVICES)}万元。授予中小企业合同金额{m(12, sme, '4' + sme[0] + sme[2:])}万元，占政府采购支出总额的"
        f"{pct(SME, PROCURE)}，其中：授予小微企业合同金额{w(SMALL)}万元，占政府采购支出总额的{pct(SMALL, PROCURE)}。")
    r.h1("十三、国有资产占用情况说明")
    kinds = "、".join(m(13, f"{n}{k}辆", f"{n}{k + 1}辆") if n == "执法执勤用车" else f"{n}{k}辆" for n, k in CARS)
    r.p(f"截至{Y}年12月31日，本部门共有车辆{CAR_N}辆，其中：{kinds}，其他用车主要是流动文化服务车。"
        "单价50万元以上通用设备1台（套），单价100万元以上专用设备（不含车辆）0台（套）。")
    r.h1(f"十四、{Y}年度预算绩效情况说明")
    gen = [p for p in PROJECTS if p[0] != c]
    r.p(f"根据预算绩效管理要求，本部门组织对{Y}年度一般公共预算项目支出全面开展绩效自评，涉及项目{len(gen)}个，涉及资金"
        f"{w(total(GP))}万元，占一般公共预算项目支出总额的100.00%。组织对{Y}年度政府性基金预算项目支出开展绩效自评，涉及项目1个，"
        f"涉及资金{m(14, w(FP[c]) + '万元', w(FP[c]) + '元')}，占政府性基金预算项目支出总额的100.00%。")
    mean = str((Decimal(sum(p[4] for p in PROJECTS)) / 10 / len(PROJECTS)).quantize(Decimal("0.01"), ROUND_HALF_UP))
    r.p(f"从评价情况来看，{len(PROJECTS)}个项目的年度目标基本完成，平均得分{mean}分，评价等级均为“优”。存在的主要问题是部分项目支付进度"
        "前松后紧，下一步将按月通报执行进度。各项目得分情况详见附件。")

    # ---- 第四部分 ----
    r.part("第四部分", "名词解释", "名词解释")
    n = 0
    for key, text in GLOSSARY:
        label = subject(key) if key.isdigit() else key
        if key == "2070204" and m(15, f"{subject(key)}：{text}", "(no entry)") == "(no entry)":
            continue
        n += 1
        r.p(f"{cn(n)}、{label}：{text}")

    # ---- 第五部分 ----
    r.part("第五部分", "附件", "附件")
    g = [["序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分", "等级"]]
    done = lambda code: GP[code] + FP[code]
    for i, (code, name, b, full, score) in enumerate(PROJECTS, 1):
        g.append([str(i), name, t(b), t(full), t(done(code)), pct(done(code), full), f"{score / 10:.2f}", "优"])
    s = [sum(p[2] for p in PROJECTS), sum(p[3] for p in PROJECTS), sum(done(p[0]) for p in PROJECTS)]
    g.append(["合计", "", t(s[0]), t(s[1]), t(s[2]), pct(s[2], s[1]), mean, ""])
    k = len(g) - 1
    r.table(no=None, title=f"{Y}年度项目支出绩效自评情况表", grid=g, head=1, spans=[(0, k, 1, k)],
            widths=[30, 148, 54, 54, 54, 46, 40, 30], text_cols=(1,), mid_cols=(0, 7), size=8.5, row=26, hrow=[28],
            notes=["注：1.执行率=全年执行数÷全年预算数；合计行得分为各项目得分的平均数。",
                   "2.全年执行数为财政拨款数，不含其他资金安排的支出。"])
    assert not r.pending and set(r.seen) == set(MISTAKES), set(MISTAKES) - set(r.seen)
    return r

# --------------------------------------------------------------------------
# 5. Self-check of the truth
# --------------------------------------------------------------------------

def check():
    """Every identity of the nine tables in exact 元; then the printed tails."""
    eq = lambda a, b, what: (_ for _ in ()).throw(AssertionError(f"{what}: {a} != {b}")) if a != b else None
    tails = []
    def printed(whole, parts, what):
        eq(whole, sum(parts), what)
        parts = [p for p in parts if cents(p)]
        diff = abs(cents(whole) - sum(map(cents, parts)))
        assert diff <= len(parts) // 2, (what, diff, len(parts))
        if diff:
            tails.append((what, diff))
    assert GRAND == EX_SUM + END, "F1.5"
    assert EX_SUM == total(G_EXP) + total(O_EXP) + total(FP)
    printed(IN_SUM, [total(G_INC), total(F_INC), total(O_INC)], "公开01表 本年收入合计")
    printed(GRAND, [IN_SUM, BEGIN], "公开01表 收入总计")
    printed(GRAND, [EX_SUM, END], "公开01表 支出总计")
    classes = [c for c in NAMES if len(c) == 3]
    printed(EX_SUM, [total(EXP, c) for c in classes], "公开01表 本年支出合计")
    for name, rows, split in (("02", T2, lambda v: (v[0], v[1:])), ("03", T3, lambda v: (v[0], v[1:])),
                              ("05", T5, lambda v: (v[0], v[1:])), ("07", T7, lambda v: (v[2], v[3:5]))):
        at = {c: v for c, _, v in rows}
        for c, v in at.items():
            whole, parts = split(v)
            printed(whole, parts, f"公开{name}表 row {c}")
            kids = [k for k in at if k != "合计" and (len(k) == 3 if c == "合计" else
                    k.startswith(c) and len(k) == len(c) + 2)]
            for j in range(len(v)):
                if kids:
                    printed(v[j], [at[k][j] for k in kids], f"公开{name}表 column {j + 1} under {c}")
            if name == "07":
                eq(v[0] + v[1] - v[2], v[5], "F7.2")
                printed(v[0] + v[1], [v[2], v[5]], f"公开07表 balance of {c}")
    printed(total(FISC_INC), [total(G_INC), total(F_INC)], "公开04表 本年收入合计")
    printed(FISC_GRAND, [total(FISC_INC), FISC_BEGIN], "公开04表 收入总计")
    printed(FISC_BEGIN, [total(G_IN), total(F_IN)], "公开04表 年初结转")
    printed(FISC_END, [total(G_OUT), total(F_OUT)], "公开04表 年末结转, by kind")
    printed(total(G_EXP) + total(FP), [total(G_EXP), total(FP)], "公开04表 本年支出合计, by kind")
    for c in classes:
        printed(total(G_EXP, c) + total(FP, c), [total(G_EXP, c), total(FP, c)], f"公开04表 {c}, by kind")
    printed(total(G_EXP), [total(G_EXP, c) for c in classes], "公开04表 general budget, 类")
    eq(FISC_GRAND, total(G_EXP) + total(FP) + FISC_END, "F4.7")
    eq(total(G_INC) + total(G_IN), total(G_EXP) + total(G_OUT), "F4.8 general")
    eq(total(F_INC) + total(F_IN), total(FP) + total(F_OUT), "F4.8 fund")
    printed(total(G_EXP) + total(G_OUT), [total(G_EXP), total(G_OUT)], "公开04表 general budget, 总计")
    printed(total(FP) + total(F_OUT), [total(FP), total(F_OUT)], "公开04表 fund, 总计")
    for k, _, rows in ECON:
        printed(ECLASS[k], [v for _, _, v in rows], f"公开06表 {k}")
    printed(STAFF, [ECLASS["301"], ECLASS["303"]], "公开06表 人员经费合计")
    printed(OFFICE, [ECLASS[k] for k in ("302", "307", "310", "399")], "公开06表 公用经费合计")
    printed(total(GB), [STAFF, OFFICE], "公开06表 against 基本支出 of 公开05表")
    printed(SANGONG, [CAR, RECEPTION], "公开09表 决算数合计")
    assert CAR >= E["30231"] and RECEPTION >= E["30217"] and CAR_PROJECT <= GP["2070112"]
    assert all(GB[c] > 0 for c in ("2070101", "2070112")) and min(O_OUT.values()) >= 0
    assert min(INC[c] for c in LEAVES) >= 0
    # narrative and annex
    eq(sum(x[2] for x in MEET), E["30215"], "meetings"); printed(E["30215"], [x[2] for x in MEET], "meetings")
    eq(sum(x[2] for x in TRAIN), E["30216"], "training"); printed(E["30216"], [x[2] for x in TRAIN], "training")
    printed(PROCURE, [GOODS, WORKS, SERVICES], "procurement")
    assert SMALL <= SME <= PROCURE and sum(k for _, k in CARS) == CAR_N
    assert set(BUDGET) == {c for c in LEAVES if G_EXP[c]}
    assert set(REASON) == {c for c in BUDGET if BUDGET[c] and BUDGET[c] != G_EXP[c]}
    assert sum(GP.values()) + sum(FP.values()) == sum(GP[p[0]] + FP[p[0]] for p in PROJECTS)
    for code, _, b, full, score in PROJECTS:
        assert GP[code] + FP[code] + G_OUT.get(code, 0) + F_OUT.get(code, 0) <= full and score >= 900, code
        assert b <= (FUND_BUDGET if code == "2296003" else BUDGET[code])
        if not GB[code] and code in BUDGET:
            assert b == BUDGET[code], code
    assert {k for k, _ in GLOSSARY if k.isdigit()} == set(LEAVES)
    printed(total(BUDGET), list(BUDGET.values()), "budgets")
    up = {"2070109", "2070111", "2070112", "2070199", "2080501"}      # reasons that explain an increase
    assert up == {c for c in REASON if G_EXP[c] > BUDGET[c]}
    return tails

# --------------------------------------------------------------------------
# 6. Text
# --------------------------------------------------------------------------

def toc_entries(r):
    out = []
    for i, (kind, a, kw, _) in enumerate(r.blocks):
        if kind == "part":
            out.append((i, 0, f"{a[0]} {a[2]}"))
        elif kind == "h1" and kw["toc"]:
            out.append((i, 1, a[0]))
        elif kind == "table" and kw["no"]:
            out.append((i, 1, f"{cn(int(kw['no']))}、{kw['title']}"))
    return out

def text(r):
    out = []
    for kind, a, kw, _ in r.blocks:
        if kind == "cover":
            out += [f"{Y}年度", ENT, "部门决算", "", DISCLAIMER, ""]
        elif kind == "toc":
            out += ["目录", ""] + [s for _, _, s in toc_entries(r)] + [""]
        elif kind == "part":
            out += [f"{a[0]} {a[1]}", ""]
        elif kind in ("h1", "h2", "item", "p"):
            out += [a[0], ""]
        elif kind == "table":
            out += [kw["title"], ""]
            if kw["no"]:
                out += [f"公开{kw['no']}表"]
            out += [f"部门：{kw.get('entity', ENT)}", "金额单位：万元", ""]
            out += ["\t".join(row) for row in kw["grid"]] + [""] + kw["notes"] + [""]
    return "\n".join(out).rstrip("\n") + "\n"

# --------------------------------------------------------------------------
# 7. Fonts: a TrueType subset of the Noto CJK collections (SIL OFL 1.1)
# --------------------------------------------------------------------------

FONTS = {"body": ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
         "title": ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
         "head": ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC")}

def make_fonts(folder, chars, to):
    from fontTools.ttLib import TTCollection
    for key, (file, family) in FONTS.items():
        font = next(f for f in TTCollection(os.path.join(folder, file), lazy=True).fonts
                    if f["name"].getDebugName(1).startswith(family) or f["name"].getDebugName(16) == family)
        font.recalcTimestamp = False
        opt = subset.Options(layout_features=[], hinting=False, name_IDs=["*"], notdef_outline=True,
                             drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"])
        sub = subset.Subsetter(opt)
        sub.populate(text=chars)
        sub.subset(font)
        missing = [c for c in chars if ord(c) not in font.getBestCmap()]
        assert not missing, missing
        glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
        glyf = newTable("glyf"); glyf.glyphOrder, glyf.glyphs = order, {}
        for g in order:
            pen = TTGlyphPen(glyphs)
            glyphs[g].draw(Cu2QuPen(pen, 1.6, reverse_direction=True))
            glyf.glyphs[g] = pen.glyph()
        font["loca"], font["glyf"] = newTable("loca"), glyf
        del font["CFF "]
        maxp = font["maxp"]
        maxp.tableVersion = 0x00010000
        for k, v in dict(maxZones=1, maxTwilightPoints=0, maxStorage=0, maxFunctionDefs=0, maxInstructionDefs=0,
                         maxStackElements=0, maxSizeOfInstructions=0, maxComponentElements=0, maxPoints=0,
                         maxContours=0, maxCompositePoints=0, maxCompositeContours=0, maxComponentDepth=0).items():
            setattr(maxp, k, v)
        post = font["post"]
        post.formatType, post.extraNames, post.mapping, post.glyphOrder = 3.0, [], {}, order
        font.sfntVersion = "\0\1\0\0"
        path = os.path.join(to, key + ".ttf")
        font.save(path)
        # "body" and so on inside the document; the font's own name stays in its name table
        pdfmetrics.registerFont(TTFont(key, path))

# --------------------------------------------------------------------------
# 8. Pages
# --------------------------------------------------------------------------

NO_START = set("，。；：、）”》！？％%")
NO_END = set("（“《")

def tokens(s):
    out, i = [], 0
    solid = lambda ch: ch.isascii() and (ch.isalnum() or ch in ".,-")
    while i < len(s):
        j = i + 1
        if solid(s[i]):
            while j < len(s) and (solid(s[j]) or s[j] == "%"):
                j += 1
        out.append(s[i:j])
        i = j
    return out

def break_lines(s, font, size, width, indent):
    lines, line, used = [], [], indent
    for tok in tokens(s):
        tw = pdfmetrics.stringWidth(tok, font, size)
        if line and used + tw > width and not (tok in NO_START and used + tw <= width + size * 0.55):
            carry = [tok]
            if tok in NO_START:
                while line and (carry[0] in NO_START) and len(line) > 1:
                    carry.insert(0, line.pop())
            while len(line) > 1 and line[-1] in NO_END:
                carry.insert(0, line.pop())
            lines.append("".join(line))
            line = carry
            used = sum(pdfmetrics.stringWidth(x, font, size) for x in carry)
        else:
            line.append(tok)
            used += tw
    lines.append("".join(line))
    return lines

class Para(Flowable):
    def __init__(self, s, font="body", size=12, leading=21.5, indent=0, align="J", before=0, after=0,
                 level=None, key=None, marks=(), lines=None, first=True, keep=False):
        super().__init__()
        self.s, self.font, self.size, self.leading, self.indent, self.align = s, font, size, leading, indent, align
        self.before, self.after, self.level, self.key, self.marks = before, after, level, key, marks
        self.lines, self.first, self.keepWithNext = lines, first, keep

    def getSpaceBefore(self): return self.before
    def getSpaceAfter(self): return self.after

    def wrap(self, aw, ah):
        self.width = aw
        if self.lines is None:
            self.lines = break_lines(self.s, self.font, self.size, aw, self.indent)
        self.height = self.leading * len(self.lines)
        return aw, self.height

    def split(self, aw, ah):
        self.wrap(aw, ah)
        n = int(ah // self.leading)
        if n < 2 or len(self.lines) - n < 1:
            return []
        mk = lambda lines, first, last: Para(
            self.s, self.font, self.size, self.leading, self.indent, self.align, self.before if first else 0,
            self.after if last else 0, self.level if first else None, self.key if first else None,
            self.marks, lines, first)
        a, b = mk(self.lines[:n], self.first, False), mk(self.lines[n:], False, True)
        a.last = False
        return [a, b]

    last = True

    def draw(self):
        c = self.canv
        note(c, self)
        y = self.height - self.leading / 2 - self.size * 0.36
        for i, line in enumerate(self.lines):
            x = self.indent if i == 0 and self.first else 0
            lw = pdfmetrics.stringWidth(line, self.font, self.size)
            space = 0
            if self.align == "J" and (i < len(self.lines) - 1 or not self.last) and len(line) > 1:
                space = (self.width - x - lw) / (len(line) - 1)
            elif self.align == "C":
                x = (self.width - lw) / 2
            elif self.align == "R":
                x = self.width - lw
            o = c.beginText(x, y)
            o.setFont(self.font, self.size)
            o.setCharSpace(space)
            o.textOut(line)
            c.drawText(o)
            y -= self.leading

def needle(n):
    return Report.printed.get(n, "")

def note(c, f):
    """Remember the page of a heading or a mistake; write the bookmark."""
    st = c._doctemplate.state
    for n in f.marks:
        st["marks"].setdefault(n, c.getPageNumber())
        if needle(n) in "".join(getattr(f, "lines", None) or ()):
            st["marks"][n] = c.getPageNumber()          # the part of a split paragraph that has it
    if f.key is not None:
        st["pages"][f.key] = c.getPageNumber()
        if f.level is not None:
            c.bookmarkPage(f"b{f.key}")
            c.addOutlineEntry(f.outline if hasattr(f, "outline") else f.s, f"b{f.key}", f.level, 1 if f.level else 0)

class TwoEnds(Flowable):
    """部门：… at the left, 金额单位：万元 at the right."""
    def __init__(self, left, right, marks=()):
        super().__init__()
        self.left, self.right, self.marks, self.key = left, right, marks, None
    def wrap(self, aw, ah):
        self.width = aw
        return aw, 15
    def draw(self):
        note(self.canv, self)
        self.canv.setFont("body", 9)
        self.canv.drawString(0, 4.5, self.left)
        self.canv.drawRightString(self.width, 4.5, self.right)

class TocLine(Flowable):
    def __init__(self, s, level, page, key):
        super().__init__()
        self.s, self.level, self.page, self.key = s, level, page, key
    def wrap(self, aw, ah):
        self.width = aw
        return aw, 20.5
    def draw(self):
        c = self.canv
        font, size = ("head", 11.5) if self.level == 0 else ("body", 11.5)
        x = 0 if self.level == 0 else 23
        c.setFont(font, size)
        c.drawString(x, 5, self.s)
        a = x + pdfmetrics.stringWidth(self.s, font, size) + 5
        c.setFont("body", 10)
        p = str(self.page or "")
        c.drawRightString(self.width, 5, p)
        c.setDash(0.8, 3); c.setLineWidth(0.8)
        c.line(a, 7, self.width - 22, 7)
        c.setDash()
        c.linkRect("", f"b{self.key}", (0, 0, self.width, 18), relative=1, thickness=0)

class Grid(Table):
    """A ruled table; the mistake marks fall on the page that has the row."""
    def draw(self):
        st = self.canv._doctemplate.state
        for n, needle in getattr(self, "needles", []):
            if any(cell == needle for row in self._cellvalues for cell in row):
                st["marks"].setdefault(n, self.canv.getPageNumber())
        super().draw()
    def onSplit(self, part, byRow=1):
        part.needles = getattr(self, "needles", [])

def make_table(kw, marks, r):
    grid, head, size = kw["grid"], kw["head"], kw["size"]
    widths, row_h = kw["widths"], kw["row"]
    lead = size + (1.6 if kw.get("tight") else 2.6)
    hrow = kw.get("hrow") or [row_h] * head
    pad = 2.5
    covered = {}
    for (c0, r0, c1, r1) in kw["spans"]:
        covered[(r0, c0)] = sum(widths[c0:c1 + 1])
    rows, heights = [], []
    for i, row in enumerate(grid):
        cells, need = [], hrow[i] if i < head else row_h
        for j, s in enumerate(row):
            wd = covered.get((i, j), widths[j]) - 2 * pad
            if s and pdfmetrics.stringWidth(s, "body", size) > wd:
                al = "C" if i < head or j not in kw["text_cols"] else "L"
                p = Para(s, "body", size, lead, align=al)
                p.wrap(wd, 999)
                if (i, j) not in covered or i >= head:
                    need = max(need, p.height + 2.5)
                cells.append(p)
            else:
                cells.append(s)
        rows.append(cells)
        heights.append(need)
    st = [("FONT", (0, 0), (-1, -1), "body", size), ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
          ("BOX", (0, 0), (-1, -1), 1.0, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
          ("LEFTPADDING", (0, 0), (-1, -1), pad), ("RIGHTPADDING", (0, 0), (-1, -1), pad),
          ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5 if kw.get("tight") else 2),
          ("ALIGN", (0, 0), (-1, head - 1), "CENTER"), ("ALIGN", (0, head), (-1, -1), "RIGHT")]
    for j in kw["text_cols"]:
        st.append(("ALIGN", (j, head), (j, -1), "LEFT"))
    for j in kw["mid_cols"]:
        st.append(("ALIGN", (j, head), (j, -1), "CENTER"))
    for (c0, r0, c1, r1) in kw["spans"]:
        st += [("SPAN", (c0, r0), (c1, r1)), ("ALIGN", (c0, r0), (c1, r1), "CENTER")]
    for i in range(head, len(grid)):
        for j in kw["text_cols"]:
            if grid[i][j] in ("本年收入合计", "本年支出合计", "总计"):
                st.append(("ALIGN", (j, i), (j, i), "CENTER"))
    tb = Grid(rows, colWidths=widths, rowHeights=heights, repeatRows=head, style=st)
    tb.needles = [(n, r.seen[n][0 if r.planted else 1]) for n in marks]
    return tb

class Doc(BaseDocTemplate):
    def __init__(self, path):
        super().__init__(path, pagesize=A4, invariant=1, pageCompression=1, lang="zh-CN",
                         title=f"{ENT}{Y}年度部门决算", author=ENT, subject="部门决算公开（示例，虚构）",
                         creator="examples/make.py", keywords="部门决算,示例")
        self.state = {"pages": {}, "marks": {}}
        W, H = A4
        def foot(c, d):
            c.setFont("body", 10.5)
            c.drawCentredString(c._pagesize[0] / 2, 34, f"- {c.getPageNumber()} -")
        self.addPageTemplates([
            PageTemplate("cover", [Frame(72, 60, W - 144, H - 120, 0, 0, 0, 0)], pagesize=A4),
            PageTemplate("P", [Frame(73, 64, W - 146, H - 130, 0, 0, 0, 0)], onPage=foot, pagesize=A4),
            PageTemplate("L", [Frame(55, 56, H - 110, W - 106, 0, 0, 0, 0)], onPage=foot, pagesize=landscape(A4))])

def story(r, pages):
    out = []
    def page(wide):
        out.extend([NextPageTemplate("L" if wide else "P"), PageBreak()])
    after_part = False
    for i, (kind, a, kw, marks) in enumerate(r.blocks):
        if kind == "cover":
            out += [Spacer(1, 150), Para(f"{Y}年度", "title", 26, 46, align="C"),
                    Para(ENT, "title", 25, 46, align="C"), Para("部门决算", "title", 34, 74, align="C", before=14),
                    Spacer(1, 300), Para(DISCLAIMER, "body", 10, 16, align="C")]
        elif kind == "toc":
            page(False)
            p = Para("目录", "title", 22, 40, align="C", after=8, level=0, key=i)
            out.append(p)
            out += [TocLine(s, lv, pages.get(k), k) for k, lv, s in toc_entries(r)]
        elif kind == "part":
            page(False)
            p = Para(f"{a[0]}", "title", 20, 32, align="C", level=0, key=i, keep=True)
            p.outline = f"{a[0]} {a[2]}"
            out += [p, Para(a[1], "title", 20, 32, align="C", after=12, keep=True)]
            after_part = True
        elif kind == "h1":
            out.append(Para(a[0], "head", 13, 24, indent=26, before=5, align="L", level=1, key=i, keep=True, marks=marks))
        elif kind == "h2":
            out.append(Para(a[0], "head", 12, 22, indent=24, align="L", level=2, key=i, keep=True, marks=marks))
        elif kind == "item":
            out.append(Para(a[0], "body", 12, 21.5, indent=24, keep=True, marks=marks))
        elif kind == "p":
            out.append(Para(a[0], "body", 12, 21.5, indent=24, marks=marks))
            after_part = False
        elif kind == "table":
            wide = kw.get("wide", False)
            if kw.get("follow"):
                out.append(Spacer(1, 22))
            elif not (after_part and not wide):
                page(wide)
            after_part = False
            tight = kw.get("tight")
            p = Para(kw["title"], "title", 15 if tight else 17, 20 if tight else 27, align="C",
                     level=1, key=i)
            if kw["no"]:
                p.outline = f"公开{kw['no']}表 {kw['title']}"
                out += [p, Para(f"公开{kw['no']}表", "body", 9, 12, align="R")]
            else:
                out.append(p)
            in_note = [n for n in marks if any(r.seen[n][0 if r.planted else 1] == x for x in kw["notes"])]
            in_ent = [n for n in marks if "entity" in kw and n not in in_note]
            rest = [n for n in marks if n not in in_note + in_ent]
            tb = make_table(kw, rest, r)
            line = TwoEnds(f"部门：{kw.get('entity', ENT)}", "金额单位：万元", in_ent)
            out += [line, tb]
            if not tight:
                out.append(Spacer(1, 4))
            for x in kw["notes"]:
                out.append(Para(x, "body", 9 if not tight else 8, 13.5 if not tight else 11.5,
                                indent=0 if x.startswith("注") else 18, align="L",
                                marks=[n for n in in_note if r.seen[n][0 if r.planted else 1] == x]))
    return out

def pdf(r, path):
    pages = {}
    for _ in range(2):
        doc = Doc(path)
        doc.build(story(r, pages))
        if pages == doc.state["pages"]:
            break
        pages = doc.state["pages"]
    return doc.state["marks"], doc.page

# --------------------------------------------------------------------------
# 9. README
# --------------------------------------------------------------------------

def readme(r, marks, tails, n_pages, lines):
    cell = lambda s: str(s).replace("|", "\\|")
    out = ["# Example report", "",
           "One complete 部门决算公开 in the national nine-table form, fiscal year 2024, of an **invented** bureau: "
           f"{ENT}. The province, the city, the district, the projects and every figure are made up.", "",
           "| File | What |", "|---|---|",
           f"| `{STEM}.pdf`, `.txt` | the report with the {len(MISTAKES)} planted mistakes listed below ({n_pages} pages) |",
           f"| `clean/{STEM}-clean.pdf`, `.txt` | the same report without them |",
           "| `make.py` | writes all of it, this file too, from exact figures in 元 |", "",
           "[`department/`](department/README.md) is another invented department: workbooks of two years, and what they compile to.",
           "",
           "The text file has one paragraph per line and tab-separated tables; a merged cell has its text in its first "
           "place and is empty in the others. Its contents page has no page numbers.", "",
           "## The planted mistakes", "",
           "Pages and lines are those of the report with mistakes.", "",
           "| # | Page | Line of .txt | Where | Printed | Right | Why it is wrong |", "|---|---|---|---|---|---|---|"]
    for n, (where, why, _) in MISTAKES.items():
        wrong, right = r.seen[n]
        if wrong == "(no entry)":
            right = right.split("：")[0] + "：…"
        out.append(f"| {n} | {marks[n]} | {lines[n]} | {cell(where)} | {cell(wrong)} | {cell(right)} | {cell(why)} |")
    out += ["", "Nothing else differs between the two reports, apart from the glossary's numbering after the missing entry.", "",
            "## The clean report", "",
            "`make.py` asserts the identities of the nine tables, and those of the narrative and the annex that rest on "
            "the same figures, in exact 元 before it writes anything. "
            "Figures are then rounded to 万元 one by one, as in real accounts, so printed sums can differ by a tail of "
            f"0.01. There are {len(tails)} such tails, every one within half a unit per addend, and they are no mistakes:", ""]
    out += [f"- {what}: {d / 100:.2f}" for what, d in tails] if tails else ["- none"]
    out += ["", "Also no mistakes: 公开09表 has more for the running of cars than 公开06表 (30231), since a project pays the rest, "
            "as section 七 says; 公开03表 has more than 公开05表, since other income and the government fund pay the rest.", "",
            "## Making it again", "", "```sh", "python3 -m venv /tmp/venv-example",
            "/tmp/venv-example/bin/pip install reportlab fonttools",
            "sudo apt-get install fonts-noto-cjk     # or name a folder with its .ttc files",
            "/tmp/venv-example/bin/python examples/make.py [folder]", "```", "",
            "Every run with the same versions gives the same bytes (made with reportlab 5.1.0, fontTools 4.68.0 and fonts-noto-cjk "
            "20220127). The PDFs embed subsets of Noto Serif CJK SC and Noto Sans CJK SC, © Adobe, under the SIL Open Font "
            "License 1.1, which allows embedding.", "",
            "## 中文摘要", "",
            f"这是一份完整的{Y}年度部门决算公开示例（财政部九张表格式），单位“{ENT}”及全部数据均为虚构。"
            f"`{STEM}` 含有{len(MISTAKES)}处人为设置的错误，`clean/` 内为没有错误的对照本。错误如下：", ""]
    for n, (_, _, zh) in MISTAKES.items():
        wrong, right = r.seen[n]
        tail = "" if wrong == "(no entry)" else f"：印为“{wrong}”，应为“{right}”"
        out.append(f"{n}. 第{marks[n]}页，{zh}{tail}。")
    out += ["", "表内数字均由元逐项换算为万元，个别合计存在0.01万元的尾数差异，不属于错误。", ""]
    return "\n".join(out)

def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/noto"
    tails = check()
    clean, planted = build(False), build(True)
    a, b = text(clean), text(planted)
    la, lb = a.split("\n"), b.split("\n")
    # The two texts differ in the listed places only.
    strip = lambda s: s.split("、", 1)[-1]
    gone = next(i for i, s in enumerate(la) if "文物保护（项）：" in s)
    la2, lb2 = la[:gone] + la[gone + 2:], lb
    assert len(la2) == len(lb2)
    differ = [i for i, (x, y) in enumerate(zip(la2, lb2)) if (strip(x) if i >= gone else x) != (strip(y) if i >= gone else y)]
    assert len(differ) == len(MISTAKES) - 1, differ
    order = [n for n in MISTAKES if n != 15]
    lines = dict(zip(order, (i + 1 for i in differ)))
    lines[15] = f"after {gone - 1}"
    os.makedirs(os.path.join(HERE, "clean"), exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        extra = "".join(str(d) for d in range(10)) + "-,.% "
        make_fonts(folder, "".join(sorted(set(a + b + extra) - set("\n\t"))), tmp)
        pdf(clean, os.path.join(HERE, "clean", STEM + "-clean.pdf"))
        marks, n_pages = pdf(planted, os.path.join(HERE, STEM + ".pdf"))
    write = lambda p, s: open(os.path.join(HERE, p), "w", encoding="utf-8", newline="\n").write(s)
    write(f"clean/{STEM}-clean.txt", a)
    write(f"{STEM}.txt", b)
    write("README.md", readme(planted, marks, tails, n_pages, lines))
    print(f"{n_pages} pages, {len(MISTAKES)} mistakes, {len(tails)} tails {tails}")

if __name__ == "__main__":
    main()
