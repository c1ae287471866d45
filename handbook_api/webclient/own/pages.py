"""The addresses of what is one's own."""

from flask import Blueprint

from handbook_api.webclient.own import (
    data_rights,
    devices,
    helping,
    keys,
    me,
    pin,
    record,
    reports,
    setting_up,
)

bp = Blueprint("webclient_own", __name__)

for rule, view in (
    ("/toi", me.Me),
    ("/toi/viec-tai-khoan", me.Happenings),
    ("/toi/ho-so", record.OwnRecord),
    ("/toi/ho-so/<string:field>/sua", record.ChangeField),
    ("/toi/ho-so/<string:field>/day-du", record.FullNumber),
    ("/toi/ho-so/<string:field>/bao-sai", reports.Report),
    ("/toi/ai-da-xem", record.RecordViews),
    ("/toi/bao-sai", reports.Reports),
    ("/toi/bao-sai/<uuid:correction_id>", reports.OneReport),
    ("/toi/bao-sai/<uuid:correction_id>/rut", reports.TakeBackReport),
    ("/toi/phien", devices.Devices),
    ("/toi/phien/<uuid:session_id>", devices.OneDevice),
    ("/toi/phien/may-khac", devices.OtherDevices),
    ("/toi/mat-khau", keys.OwnPassword),
    ("/toi/ma-pin", pin.Pin),
    ("/toi/ma-pin/mo", pin.OpenByPin),
    ("/toi/ma-pin/bo", pin.NoPin),
    ("/toi/ten-dang-nhap", keys.SignInName),
    ("/toi/ten-dang-nhap/bo", keys.NoSignInName),
    ("/toi/ma-mot-lan", keys.OneTimeCodes),
    ("/toi/ma-mot-lan/bat", keys.OneTimeCodesOn),
    ("/toi/ma-mot-lan/tat", keys.OneTimeCodesOff),
    ("/toi/ma-mot-lan/du-phong", keys.BackupCodes),
    ("/toi/quyen", data_rights.Rights),
    ("/toi/quyen/moi", data_rights.NewRequest),
    ("/toi/quyen/<uuid:request_id>", data_rights.OneRequest),
    ("/toi/quyen/<uuid:request_id>/rut", data_rights.TakeBackRequest),
    ("/toi/du-lieu", data_rights.OwnData),
    ("/chuan-bi", setting_up.SettingUp),
    ("/chuan-bi/cai-dat", setting_up.Installing),
    ("/tro-giup", helping.Help),
):
    bp.add_url_rule(rule, view_func=view.as_view(view.__name__))
