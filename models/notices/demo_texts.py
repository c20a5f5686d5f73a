"""The words of the demonstration's notices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """``days`` ago it was drafted, ``lasts`` days it holds, ``signed`` of each hundred readers have signed."""

    kind: str
    unit: str
    drafter: str
    days: int
    title: str
    body: str
    stage: str = "published"
    units: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    lasts: int = 0
    question: str = ""
    choices: tuple[str, ...] = ()
    answer: int = 0
    signed: int = 90


PAPERS = (
    Paper(
        "policy",
        "office",
        "00021",
        20,
        "关于执行绿色通道查验新流程的通知",
        "为进一步规范鲜活农产品运输车辆查验，根据上级有关要求，现就查验流程通知如下：\n"
        "一、预约车辆先核对预约信息，再进行查验；未预约车辆应当说明预约方法，按现行规定查验。\n"
        "二、查验由两人进行，一人查验、一人记录，照片不少于三张：车头、车厢、货物各一张。\n"
        "三、查验不合格的，应当向司机说明依据，不得与司机争执；有异议的，立即报告当班班长。\n"
        "请各班组在班前会上逐条传达，当班人员签收后执行。",
        roles=("collector", "shift_leader", "field", "duty_leader"),
        question="绿色通道查验时，照片最少要拍几张？",
        choices=("一张", "两张", "三张", "不需要拍照"),
        answer=2,
        signed=96,
    ),
    Paper(
        "notice",
        "office",
        "00021",
        45,
        "关于国庆假期保畅工作的通知",
        "国庆假期免收小型客车通行费，车流将明显增加。各站应当提前检查车道设备，备足通行卡，按保畅预案安排值班。\n"
        "各班组应当提前十五分钟到岗列队；遇排队超过二百米时，由值班站长启动复式收费。",
        lasts=15,
    ),
    Paper(
        "inspection",
        "office",
        "00031",
        6,
        "关于十一月上旬规范服务督查情况的通报",
        "督查组于十一月上旬对各站规范服务情况进行了督查。总体上着装、卫生良好，文明用语使用率有所提高。\n"
        "存在的主要问题：一是个别岗亭唱收唱付不规范；二是有班组班前会没有演练；三是便民箱物品缺少后补充不及时。\n"
        "请各站对照问题自查，限七日内整改，整改情况报督查组。",
        roles=("shift_leader", "duty_leader"),
        question="本次通报要求几日内完成整改？",
        choices=("三日", "七日", "十五日"),
        answer=1,
        signed=70,
    ),
    Paper(
        "praise",
        "office",
        "00022",
        12,
        "关于表彰拾金不昧先进事迹的通报",
        "十一月中旬，当班收费员在车道上拾到装有现金和证件的挎包，立即上交班长并联系失主，全部物品如数归还，失主专程送来锦旗。\n"
        "经研究，决定予以通报表彰。希望全体人员向先进看齐，以真情服务司乘。",
    ),
    Paper(
        "notice",
        "office",
        "00020",
        1,
        "关于做好低温雨雪天气安全保畅的通知",
        "据气象部门预报，近期将有一次低温雨雪过程。请各站做好以下工作：\n"
        "一、今日内检查融雪剂、防滑链、棉大衣、手电等物资，不足的立即报办公室补充。\n"
        "二、出现结冰时，车道前放置警示标志，由外勤疏导，提醒司机减速慢行。\n"
        "三、封闭或限行措施以路警联合指令为准，任何人不得擅自关闭全部车道。",
        question="路面结冰时，谁可以决定关闭全部车道？",
        choices=("当班收费员", "班长", "以路警联合指令为准"),
        answer=2,
        signed=40,
    ),
    Paper(
        "notice",
        "office",
        "00022",
        9,
        "关于调整就餐时间的通知",
        "自下周一起，早餐时间调整为六时三十分至八时。",
        stage="withdrawn",
    ),
    Paper(
        "criticism",
        "office",
        "00021",
        0,
        "关于当班期间使用手机的通报批评",
        "督查发现，个别人员当班期间在岗亭内使用手机，违反了岗位纪律，影响了服务形象。\n"
        "现予以通报批评。各班组应当引以为戒，班前收存手机，班长当班抽查并登记。",
        stage="review",
        roles=("collector", "shift_leader", "field"),
        question="当班期间手机应当怎样处理？",
        choices=("静音后放在岗亭", "班前统一收存", "由本人保管"),
        answer=1,
    ),
    Paper(
        "notice",
        "office",
        "00021",
        0,
        "关于十二月培训安排的通知",
        "十二月份组织两次业务培训，内容为特情处置和文明服务，具体时间另行通知。",
        stage="draft",
    ),
)
