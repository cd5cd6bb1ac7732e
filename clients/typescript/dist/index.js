// built from 4327f7ca634cdade8dfb8209a2b5ceebff0ee242e127049ee25ea38c20f16ee7

// src/again.ts
var paths = [
  "/v1/consents",
  "/v1/courses",
  "/v1/curriculum/diff",
  "/v1/curriculum/plan",
  "/v1/inspection",
  "/v1/jobs",
  "/v1/jobs/[^/]+/cancel",
  "/v1/jobs/[^/]+/resume",
  "/v1/market/forecast",
  "/v1/market/forecast/series",
  "/v1/match/postings",
  "/v1/match/workers",
  "/v1/normalise",
  "/v1/outcomes",
  "/v1/overseas/check",
  "/v1/postings",
  "/v1/recommend/courses",
  "/v1/recommend/paths",
  "/v1/recommend/programmes",
  "/v1/watches",
  "/v1/webhooks",
  "/v1/webhooks/[^/]+/deliveries/[^/]+/resend",
  "/v1/webhooks/[^/]+/ping",
  "/v1/webhooks/[^/]+/rotate",
  "/v1/workers"
];
var AGAIN = new RegExp(`^(?:${paths.join("|")})$`);

// src/auth.ts
var ApiError = class extends Error {
  status;
  /** A URN; of the token endpoint the code of RFC 6749. */
  type;
  title;
  detail;
  errors;
  /** Say it when you ask us; it stands in our log. */
  requestId;
  retryAfter;
  constructor(response, said) {
    const detail = String(said["detail"] ?? said["error_description"] ?? "");
    super(`${response.status} ${String(said["title"] ?? response.statusText)}: ${detail}`);
    this.name = "ApiError";
    this.status = response.status;
    this.type = String(said["type"] ?? said["error"] ?? "about:blank");
    this.title = String(said["title"] ?? response.statusText);
    this.detail = detail;
    this.errors = said["errors"] ?? [];
    this.requestId = String(said["request_id"] ?? response.headers.get("x-request-id") ?? "");
    this.retryAfter = secondsToWait(response);
  }
};
function secondsToWait(response) {
  const told = response.headers.get("retry-after");
  if (told !== null && /^\d+$/.test(told)) return Number(told);
  const waits = (response.headers.get("ratelimit") ?? "").split(",").flatMap((part) => {
    const used = /;\s*r=0(?:;|$)/.test(part) ? /;\s*t=(\d+)/.exec(part) : null;
    return used ? [Number(used[1])] : [];
  });
  return waits.length ? Math.max(...waits) : null;
}
async function errorOf(response) {
  const said = await response.json().catch(() => ({}));
  return new ApiError(response, said ?? {});
}
function sender(options) {
  const send = options.fetch ?? ((request) => fetch(request));
  const sleep = options.sleep ?? ((seconds) => new Promise((done) => {
    setTimeout(done, seconds * 1e3);
  }));
  const now = options.now ?? Date.now;
  const retries = options.retries ?? 5;
  let token = "";
  let until = 0;
  let fetching = null;
  async function renew() {
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    if (options.scope) form.set("scope", options.scope);
    const basic = btoa(`${encodeURIComponent(options.clientId ?? "")}:${encodeURIComponent(options.clientSecret ?? "")}`);
    const response = await retried(() => new Request(new URL("/oauth/token", options.url), {
      method: "POST",
      body: form,
      headers: { Authorization: `Basic ${basic}` }
    }), true);
    if (!response.ok) throw await errorOf(response);
    const told = await response.json();
    token = told.access_token;
    until = now() + told.expires_in * 900;
    return token;
  }
  async function held(refused) {
    if (token && token !== refused && now() < until) return token;
    fetching ??= renew().finally(() => {
      fetching = null;
    });
    return fetching;
  }
  async function retried(make, isSafe) {
    for (let tried = 0; ; tried += 1) {
      const pause = Math.min(30, 0.5 * 2 ** tried) + Math.random();
      let response;
      try {
        response = await send(make());
      } catch (error) {
        if (!isSafe || tried >= retries) throw error;
        await sleep(pause);
        continue;
      }
      const again = [429, 502, 503, 504].includes(response.status) || response.status === 409 && response.headers.has("retry-after");
      if (!again || tried >= retries) return response;
      await response.body?.cancel();
      await sleep(secondsToWait(response) ?? pause);
    }
  }
  return async (request) => {
    const path = new URL(request.url).pathname;
    const isSafe = !["POST", "PATCH"].includes(request.method) || AGAIN.test(path);
    if (["POST", "PUT"].includes(request.method) && !request.headers.has("idempotency-key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    request.headers.set("Tus-Resumable", "1.0.0");
    if (!request.headers.has("accept-language")) request.headers.set("Accept-Language", options.language ?? "id");
    if (options.apiKey) request.headers.set("X-API-Key", options.apiKey);
    let used = "";
    const signed = async (refused) => {
      if (options.clientId && !options.apiKey) {
        used = await held(refused);
        request.headers.set("Authorization", `Bearer ${used}`);
      }
      return retried(() => request.clone(), isSafe);
    };
    let response = await signed("");
    if (response.status === 401 && used) response = await signed(used);
    if (response.status >= 400) throw await errorOf(response);
    return response;
  };
}

// src/caller.ts
function addressOf(url, path, { path: names = {}, query = {} }) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(names[name])));
  const address = new URL(url.replace(/\/$/, "") + filled);
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== void 0 && one !== null) address.searchParams.append(name, String(one));
    }
  }
  return address;
}
function caller(url, send) {
  async function call(method, path, given = {}) {
    const headers = new Headers(given.headers);
    for (const [name, value] of Object.entries(given.params?.header ?? {})) {
      if (value !== void 0 && value !== null) headers.set(name, String(value));
    }
    const asked = { method, headers };
    if (given.body !== void 0) {
      if (!headers.has("content-type")) headers.set("Content-Type", "application/json");
      asked.body = JSON.stringify(given.body);
    }
    const response = await send(new Request(addressOf(url, path, given.params ?? {}), asked));
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
    return { data: text === "" ? void 0 : isJson ? JSON.parse(text) : text, response };
  }
  const methods = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"];
  const made = methods.map((method) => [method, (path, given) => call(method, path, given)]);
  return Object.fromEntries(made);
}

// src/index.ts
var JobFailedError = class extends Error {
  job;
  constructor(job) {
    super(`job ${job.id}: wanted done, found ${job.state}: ${job.error}`);
    this.name = "JobFailedError";
    this.job = job;
  }
};
var WebhookError = class extends Error {
};
function createSepadan(options) {
  const send = sender(options);
  const sleep = options.sleep ?? ((seconds) => new Promise((done) => {
    setTimeout(done, seconds * 1e3);
  }));
  const at = (path) => new URL(path, options.url);
  const api = caller(options.url, send);
  async function* pages(kind, limit = 1e3) {
    let cursor = null;
    do {
      const url = at(`/v1/${kind}`);
      url.searchParams.set("limit", String(limit));
      if (cursor !== null) url.searchParams.set("cursor", cursor);
      const page = await (await send(new Request(url))).json();
      yield* page.items;
      cursor = page.next;
    } while (cursor !== null);
  }
  async function read(kind, key) {
    const response = await send(new Request(at(`/v1/${kind}/${encodeURIComponent(key)}`)));
    return { body: await response.json(), etag: response.headers.get("etag") ?? "" };
  }
  async function wait(job, timeoutSeconds = 3600) {
    const until = Date.now() + timeoutSeconds * 1e3;
    for (; ; ) {
      const response = await send(new Request(at(`/v1/jobs/${encodeURIComponent(job)}`)));
      const told = await response.json();
      if (told.state === "done") return told;
      if (told.state === "failed" || told.state === "cancelled") throw new JobFailedError(told);
      if (Date.now() > until) throw new Error(`job ${job}: wanted done within ${timeoutSeconds} s, found ${told.state}`);
      await sleep(secondsToWait(response) ?? 1);
    }
  }
  async function* lines(job, what = "result") {
    const response = await send(new Request(at(`/v1/jobs/${encodeURIComponent(job)}/${what}`)));
    const decoder = new TextDecoder();
    let rest = "";
    const reader = response.body?.getReader();
    while (reader) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const whole = rest.split("\n");
      rest = done ? "" : whole.pop() ?? "";
      for (const line of whole) if (line) yield JSON.parse(line);
      if (done) return;
    }
  }
  async function upload(name, bytes, partBytes = 8 << 20) {
    const encoded = btoa(String.fromCharCode(...new TextEncoder().encode(name)));
    const headers = { "Upload-Length": String(bytes.size), "Upload-Metadata": `filename ${encoded}` };
    const made = await (await send(new Request(at("/v1/uploads"), { method: "POST", headers }))).json();
    let offset = 0;
    let broken = 0;
    while (offset < bytes.size) {
      try {
        const part = await send(new Request(at(`/v1/uploads/${made.id}`), {
          method: "PATCH",
          body: await bytes.slice(offset, offset + partBytes).arrayBuffer(),
          headers: { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" }
        }));
        offset = Number(part.headers.get("upload-offset"));
        broken = 0;
      } catch (error) {
        broken += 1;
        const isRefused = error instanceof Error && "status" in error && error.status !== 409;
        if (isRefused || broken > (options.retries ?? 5)) throw error;
        const there = await (await send(new Request(at(`/v1/uploads/${made.id}`)))).json();
        offset = there.offset;
      }
    }
    return made.id;
  }
  return { api, pages, read, wait, lines, upload };
}
async function verifyWebhook(secret, headers, body, nowSeconds = Date.now() / 1e3) {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const stamp = given["webhook-timestamp"] ?? "";
  if (!/^\d+$/.test(stamp) || Math.abs(nowSeconds - Number(stamp)) > 300) throw new WebhookError("webhook: too old, or from the future");
  const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, "")), (one) => one.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const signed = new TextEncoder().encode(`${given["webhook-id"] ?? ""}.${stamp}.${body}`);
  for (const one of (given["webhook-signature"] ?? "").split(" ")) {
    if (!one.startsWith("v1,")) continue;
    let mac;
    try {
      mac = Uint8Array.from(atob(one.slice(3)), (letter) => letter.charCodeAt(0));
    } catch {
      continue;
    }
    if (await crypto.subtle.verify("HMAC", key, mac, signed)) return JSON.parse(body);
  }
  throw new WebhookError("webhook: not signed with this secret");
}
export {
  ApiError,
  JobFailedError,
  WebhookError,
  createSepadan,
  verifyWebhook
};
