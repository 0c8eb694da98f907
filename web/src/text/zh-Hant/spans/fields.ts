// Traditional Chinese: spans of header fields.
import type { Part } from '../../en/spans/part.ts';
import type { fields as english } from '../../en/spans/fields.ts';

export const fields: Part<typeof english> = {
  'field.host': ['Host', '指的是哪個網站，因為同一位址可能有好幾個；HTTP/1.1 沒有它就拒絕（RFC 9110 §7.2）。'],
  'field.connection': ['Connection', 'keep-alive、close 或 Upgrade：這條 TCP 連線接下來怎麼辦（RFC 9110 §7.6.1）。'],
  'field.upgrade': ['Upgrade', '要在這條連線上改用哪種協定：websocket（RFC 9110 §7.8）。'],
  'field.keep-alive': ['Keep-Alive', '伺服器保留閒置連線多久；太晚回來就得重新交握（RFC 2068 §19.7.1）。'],
  'field.content-length': ['Content-Length', '本文有這麼多位元組，接收端因此知道在哪裡結束（RFC 9112 §6.2）。'],
  'field.transfer-encoding': ['Transfer-Encoding', 'chunked：開始回應時還不知道長度，所以分塊送（RFC 9112 §6.1）。'],
  'field.content-type': ['Content-Type', '本文是什麼：JSON、事件串流或 XML（RFC 9110 §8.3）。'],
  'field.date': ['Date', '回應產生的時間，精確到秒（RFC 9110 §6.6.1）。'],
  'field.cache-control': ['Cache-Control', 'no-store：途中誰都不可保存這個回應，因為下一個就不同了（RFC 9111 §5.2）。'],
  'field.pragma': ['Pragma', 'no-cache，給 HTTP/1.0 時代的快取看的（RFC 9111 §5.4）。'],
  'field.sec-websocket-key': [
    'Sec-WebSocket-Key',
    '16 個隨機位元組；回應必須證明伺服器真的懂 WebSocket（RFC 6455 §4.1）。',
  ],
  'field.sec-websocket-accept': [
    'Sec-WebSocket-Accept',
    '金鑰加上固定 GUID 的 SHA-1：證明這不是快取裡的 HTTP 回應（RFC 6455 §4.2.2）。',
  ],
  'field.sec-websocket-version': ['Sec-WebSocket-Version', '13，唯一使用中的版本（RFC 6455 §4.1）。'],
  'field.sec-websocket-protocol': [
    'Sec-WebSocket-Protocol',
    'frame 裡裝什麼：xmpp 表示每個 frame 是一個 stanza（RFC 7395 §3.1）。',
  ],
  'field.sec-websocket-extensions': [
    'Sec-WebSocket-Extensions',
    '壓縮之類的提議；本實驗室一概不用，讓 frame 保持可讀（RFC 6455 §9.1）。',
  ],
  'field.last-event-id': ['Last-Event-ID', '最後看到的事件 id：EventSource 重連時從這裡接續，不會漏（WHATWG SSE）。'],
  'field.lab-cursor': ['Lab-Cursor', '本實驗室自訂：在 feed 中的位置，連空的 204 也能讓用戶端往前走。'],
  'field.origin': ['Origin', '頁面來自哪個網站；由伺服器決定准不准（RFC 6454 §7）。'],
  'field.referer': ['Referer', '引發這個請求的頁面；從 1996 年就拼錯至今（RFC 9110 §10.1.3）。'],
  'field.access-control-allow-origin': [
    'Access-Control-Allow-Origin',
    '這個來源的頁面可以讀取回應，即使連接埠不同（WHATWG Fetch，CORS）。',
  ],
  'field.access-control-expose-headers': [
    'Access-Control-Expose-Headers',
    '其他來源的腳本可以讀的欄位，例如 Lab-Cursor（WHATWG Fetch）。',
  ],
  'field.access-control-request-method': [
    'Access-Control-Request-Method',
    'preflight（預檢）：瀏覽器問頁面可否用這個方法（WHATWG Fetch）。',
  ],
  'field.access-control-request-headers': [
    'Access-Control-Request-Headers',
    'preflight：頁面想送的欄位（WHATWG Fetch）。',
  ],
  'field.access-control-allow-methods': [
    'Access-Control-Allow-Methods',
    '回覆 preflight：准用這些方法（WHATWG Fetch）。',
  ],
  'field.access-control-allow-headers': [
    'Access-Control-Allow-Headers',
    '回覆 preflight：准用這些欄位（WHATWG Fetch）。',
  ],
  'field.access-control-max-age': ['Access-Control-Max-Age', '這麼多秒內瀏覽器不必再問（WHATWG Fetch）。'],
  'field.timing-allow-origin': ['Timing-Allow-Origin', '讓頁面看得到這個請求的大小與時間（W3C Resource Timing）。'],
  'field.user-agent': ['User-Agent', '是哪個程式在問；瀏覽器每個請求約 110 位元組（RFC 9110 §10.1.5）。'],
  'field.accept': ['Accept', '用戶端接受的媒體類型；text/event-stream 就是要求串流（RFC 9110 §12.5.1）。'],
  'field.accept-encoding': ['Accept-Encoding', '用戶端會解的壓縮方式（RFC 9110 §12.5.3）。'],
  'field.accept-language': ['Accept-Language', '使用者的語言，最偏好的在前（RFC 9110 §12.5.4）。'],
  'field.sec-fetch': [
    'Sec-Fetch-…',
    '瀏覽器說明為何發問：來自哪個網站、怎麼問、做什麼用；腳本無法偽造（W3C Fetch Metadata）。',
  ],
  'field.sec-ch-ua': ['Sec-CH-UA…', 'Client Hints：瀏覽器的品牌、平台與類型（W3C UA Client Hints）。'],
  'field.authorization': ['Authorization', 'base64 的帳號與密碼；沒有 TLS 就等於公開（RFC 7617 §2）。'],
  'field.www-authenticate': ['WWW-Authenticate', '收到 401 之後，該如何證明身分（RFC 9110 §11.6.1）。'],
  'field.cookie': ['Cookie', '這台伺服器請瀏覽器帶來的東西（RFC 6265 §5.4）。'],
  'field.set-cookie': ['Set-Cookie', '請瀏覽器往後每次都帶上這個（RFC 6265 §4.1）。'],
  'field.x-accel-buffering': ['X-Accel-Buffering', 'no：叫 nginx 不要囤積串流，否則事件會遲到、一次湧出。'],
  'field.vary': ['Vary', '回應取決於這些請求欄位，快取必須比對（RFC 9110 §12.5.5）。'],
  'field.retry-after': ['Retry-After', '過這麼多秒再來（RFC 9110 §10.2.3）。'],
  'field.allow': ['Allow', '這裡可用的方法（RFC 9110 §10.2.1）。'],
  'field.server': ['Server', '回應的是哪個程式（RFC 9110 §10.2.4）。'],
};
