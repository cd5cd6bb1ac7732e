/** An integrator's first day against a real server: `URL`, `ID`, `SECRET`, and a delivery as `DELIVERY` in the environment. */

import { ApiError, createSepadan, verifyWebhook, type Fault } from "../dist/index.js";

declare const process: { env: Record<string, string> };

function same(found: unknown, wanted: unknown, what: string): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
  }
}

async function failure(of: Promise<unknown>): Promise<ApiError> {
  try {
    await of;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("wanted an ApiError, found none");
}

const { URL: url = "", ID: clientId = "", SECRET: clientSecret = "" } = process.env;
const sepadan = createSepadan({ url, clientId, clientSecret, language: "en" });
const { api } = sepadan;

const bulk = await api.POST("/v1/postings", {
  body: { records: [
    { id: "ts:L-1", title: "Juru Las", description: "Mengelas SMAW. SMK.", places: ["Kota Surabaya"] },
    { id: "ts:L-2", title: "Kasir", description: "Jaga kasir.", pay_low: 5000000, pay_high: 4000000 },
  ] },
});
same([bulk.data?.accepted, bulk.data?.rejected], [1, 1], "bulk of postings");
const people = await api.POST("/v1/workers", {
  body: { records: ["W-1", "W-2", "W-3"].map((id) => ({ id: `ts:${id}`, wish: "tukang las", summary: "Las SMAW." })) },
});
same(people.data?.accepted, 3, "bulk of workers");

const matched = await api.POST("/v1/match/workers", { body: { id: "ts:L-1", k: 3 } });
const best = matched.data?.matches[0];
if (!best) throw new Error("match: wanted a worker, found none");
same([matched.data?.language, best.words.score.length > 0], ["en", true], "match with words");
const courses = await api.POST("/v1/recommend/courses", { body: { id: "ts:W-1", k: 2 } });
same(courses.response.status, 200, "recommendation");
const outcome = await api.POST("/v1/outcomes", {
  body: { records: [{
    id: "ts:E-1", at: "2026-11-26T08:00:00+07:00", event: "shown", list_id: "ts/1", position: 1,
    posting_key: "ts:L-1", worker_key: "ts:W-1",
  }] },
});
same(outcome.response.status, 200, "outcome");

const small: string[] = [];
for await (const item of sepadan.pages("workers", 2)) small.push(item.id);
const large: string[] = [];
for await (const item of sepadan.pages("workers")) large.push(item.id);
same([small, small.includes("ts:W-3")], [large, true], "pages of two and of a thousand");

const { etag } = await sepadan.read("postings", "ts:L-1");
const put = { params: { path: { key: "ts:L-1" }, header: { "if-match": etag } }, body: { title: "Juru Las Senior" } };
same((await api.PUT("/v1/postings/{key}", put)).response.status, 200, "update");
same((await failure(api.PUT("/v1/postings/{key}", put))).status, 412, "late update");

const rows = new Blob(['{"id":"W-8","wish":"kasir","summary":"Jaga toko."}\n{"id":"W-9","salah":1}\n']);
const upload = await sepadan.upload("workers.jsonl", rows, 20);
const job = await api.POST("/v1/jobs", { body: { kind: "ingest", layout: "workers", upload, given: { source: "ts" } } });
const done = await sepadan.wait(job.data?.id ?? "");
let lines = 0;
for await (const _ of sepadan.lines(done.id)) lines += 1;
let rejects = 0;
for await (const _ of sepadan.lines(done.id, "rejects")) rejects += 1;
same([done.state, done.counts["read"], lines > 0, rejects], ["done", 2, true, 1], "job");

const { secret, headers, body } = JSON.parse(process.env["DELIVERY"] ?? "") as { secret: string; headers: Record<string, string>; body: string };
same((await verifyWebhook(secret, headers, body))["type"], "ping", "delivery");
const forged = await verifyWebhook(secret, headers, `${body} `).then(() => "taken", () => "refused");
same(forged, "refused", "forged delivery");

const invalid = await failure(api.POST("/v1/match/workers", { body: { id: "ts:L-1", k: 0 } }));
const faults: Fault[] = invalid.errors;
same([invalid.status, faults.length > 0, invalid.requestId !== ""], [422, true, true], "problem");
const erased = await api.POST("/v1/erasures", { body: { ids: ["ts:W-1"], block: true } });
same(erased.data?.erased, 1, "erasure");
same((await failure(api.GET("/v1/workers/{key}", { params: { path: { key: "ts:W-1" } } }))).status, 404, "erased worker");

// Without a server: retries, and a token that ends.
let clock = 0;
const waits: number[] = [];
const keys = new Set<string>();
let tokens = 0;
const answers = [[429, { "Retry-After": "7" }], [503, { RateLimit: '"rate";r=0;t=4' }], [200, {}], [200, {}], [401, {}], [200, {}]] as const;
let at = 0;
const alone = createSepadan({
  url: "https://sepadan.contoh.invalid", clientId: "a", clientSecret: "b", now: () => clock,
  sleep: async (seconds) => { waits.push(seconds); },
  fetch: async (request) => {
    if (request.url.endsWith("/oauth/token")) {
      tokens += 1;
      return Response.json({ access_token: `t${tokens}`, expires_in: 3600 });
    }
    keys.add(request.headers.get("idempotency-key") ?? "");
    const [status, told] = answers[at] ?? [500, {}];
    at += 1;
    return Response.json({}, { status, headers: told });
  },
});
const send = (): Promise<unknown> => alone.api.POST("/v1/postings", { body: { records: [] } });
await send();
same([waits, keys.size, tokens], [[7, 4], 1, 1], "retries with one key");
clock = 3_300_000;
await send();
same(tokens, 2, "a token that ends is renewed");
await send();
same(tokens, 3, "a token that is refused is renewed");
console.log("done");
