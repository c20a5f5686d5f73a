"""The words of the handover form: states, kinds and grades, each with its label."""

from __future__ import annotations

from models.core.db import Labelled


class HandoverState(Labelled):
    """Source: domain §2.7, States."""

    DRAFT = ("draft", "填写中", "info", "edit")
    OBJECTED = ("objected", "有异议，退回修改", "danger", "alert-circle")
    HANDED_OVER = ("handed_over", "交班已签", "warn", "clock")
    CHECKING = ("checking", "核对中", "warn", "clock")
    TAKEN_OVER = ("taken_over", "接班已签", "accent", "check")
    SEALED = ("sealed", "已锁定", "ok", "lock")


class Side(Labelled):
    """Who signs. One person signs for one side only."""

    OUTGOING = ("outgoing", "交班")
    INCOMING = ("incoming", "接班")
    DUTY_LEADER = ("duty_leader", "值班站长")


class Weather(Labelled):
    """Source: forms.json, 天气 (23 words)."""

    SUNNY = ("sunny", "晴")
    CLOUDY = ("cloudy", "多云")
    OVERCAST = ("overcast", "阴")
    LIGHT_RAIN = ("light_rain", "小雨")
    RAIN = ("rain", "中雨")
    HEAVY_RAIN = ("heavy_rain", "大雨")
    RAINSTORM = ("rainstorm", "暴雨")
    LIGHT_TO_RAIN = ("light_to_rain", "小到中雨")
    RAIN_TO_HEAVY = ("rain_to_heavy", "中到大雨")
    HEAVY_TO_STORM = ("heavy_to_storm", "大到暴雨")
    SHOWER = ("shower", "阵雨")
    THUNDER = ("thunder", "雷阵雨")
    FOG = ("fog", "雾")
    HAZE = ("haze", "霾")
    DUST = ("dust", "扬沙")
    SLEET = ("sleet", "雨夹雪")
    LIGHT_SNOW = ("light_snow", "小雪")
    SNOW = ("snow", "中雪")
    HEAVY_SNOW = ("heavy_snow", "大雪")
    SNOWSTORM = ("snowstorm", "暴雪")
    LIGHT_TO_SNOW = ("light_to_snow", "小到中雪")
    SNOW_TO_HEAVY = ("snow_to_heavy", "中到大雪")
    HEAVY_TO_SNOWSTORM = ("heavy_to_snowstorm", "大到暴雪")


class Attendance(Labelled):
    PRESENT = ("present", "在岗")
    SUBSTITUTE = ("substitute", "顶班")
    LEAVE = ("leave", "请假")
    ABSENT = ("absent", "缺勤")


class ReceiptKind(Labelled):
    """Source: domain §2.7 A, receipts."""

    MACHINE = ("machine", "机打票")
    FIXED_5 = ("fixed_5", "定额票 5 元")
    FIXED_10 = ("fixed_10", "定额票 10 元")
    FIXED_20 = ("fixed_20", "定额票 20 元")
    FIXED_50 = ("fixed_50", "定额票 50 元")


class LaneCondition(Labelled):
    OPEN = ("open", "开通", "ok")
    CLOSED = ("closed", "关闭", "")
    FAULTY = ("faulty", "故障", "danger")


class Equipment(Labelled):
    """Source: domain §2.7 B, lane equipment."""

    LANE_PC = ("lane_pc", "车道机")
    PRINTER = ("printer", "打印机")
    READER = ("reader", "读写器")
    DISPLAY = ("display", "费显")
    BARRIER = ("barrier", "栏杆")
    LOOP = ("loop", "线圈")
    CANOPY = ("canopy", "雨棚灯")
    SIGNAL = ("signal", "通行灯")
    SCALE = ("scale", "称重")
    CAMERA = ("camera", "摄像")
    INTERCOM = ("intercom", "对讲")
    AIR = ("air", "空调")
    EXTINGUISHER = ("extinguisher", "灭火器")


class AbsenceKind(Labelled):
    BREAK = ("break", "工间休息")
    BOOTH = ("booth", "离亭")


class Grade(Labelled):
    GOOD = ("good", "优", "ok")
    FAIR = ("fair", "良", "")
    POOR = ("poor", "差", "danger")


class ReceiverItem(Labelled):
    """What the incoming leader checks. Source: forms.json, 接班记录."""

    FLOAT = ("float", "车道备用金交接")
    GOODS = ("goods", "车道物品交接")
    EQUIPMENT = ("equipment", "车道设备运行")
    HYGIENE = ("hygiene", "亭内外卫生")
    DESK = ("desk", "服务台物品")


class LeaderItem(Labelled):
    """What the duty leader checks. Source: forms.json, 站检查记录."""

    POST = ("post", "规范上岗")
    PROCEDURE = ("procedure", "交接班程序规范")
    SERVICE = ("service", "文明服务、工作纪律")
    MATCH = ("match", "票卡款一致")
    PLAZA = ("plaza", "亭内及广场卫生")


class MatterState(Labelled):
    OPEN = ("open", "未办结", "warn", "clock")
    CLOSED = ("closed", "已办结", "ok", "check")


class Urgency(Labelled):
    URGENT = ("urgent", "急", "danger")
    NORMAL = ("normal", "一般", "")


class DifferenceKind(Labelled):
    """Source: domain §2.7, Discrepancy."""

    SHORT = ("short", "短款", "danger")
    OVER = ("over", "长款", "warn")
    FLOAT = ("float", "备用金", "warn")
    RECEIPT = ("receipt", "票据", "warn")
    CARD = ("card", "通行卡", "warn")
    ITEM = ("item", "物品", "warn")


class DifferenceState(Labelled):
    OPEN = ("open", "待处理", "warn", "clock")
    SETTLED = ("settled", "已处理", "ok", "check")
