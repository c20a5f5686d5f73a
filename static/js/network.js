// Nothing on the page is lost when the server cannot be reached: say so, and keep it as it is.
const offline = (is) => root.classList.toggle("is-offline", is);
const KEPT = "已填内容还在本页，请稍后重试。";
// The bytes of one submission, as in app.py.
const MOST = 16 * 1024 * 1024;
const TOO_LARGE = "文件太大：一次最多 16 MB。请分几次上传，或把照片缩小后再传。";
const REASONS = {
  401: "登录已过期。请在新窗口登录后回到本页重试。",
  403: "您没有此项权限。",
  404: "这条记录不存在，或不在您的范围内。",
  413: TOO_LARGE,
};

addEventListener("online", () => offline(false));
addEventListener("offline", () => offline(true));
offline(!navigator.onLine);
on("htmx:sendError", () => offline(true));
on("htmx:afterRequest", (event) => event.detail.successful && offline(false));
on("htmx:timeout", () => say("等待超时，" + KEPT));
on("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  say(REASONS[status] || "服务器出错（" + status + "），" + KEPT);
});
