/** Typed client of Sepadan's API: every operation, with credentials, retries, pages, jobs, uploads and webhooks. */

import { sender, secondsToWait, type Options } from "./auth.ts";
import { caller, type Calls } from "./caller.ts";
import type { components } from "./schema.d.ts";

export { ApiError, type Options, type Fault } from "./auth.ts";
export type { components, paths } from "./schema.d.ts";

export type Schemas = components["schemas"];
export type Kind = "postings" | "workers" | "courses";

/** A job that ended otherwise than done. */
export class JobFailedError extends Error {
  readonly job: Schemas["JobResponse"];
  constructor(job: Schemas["JobResponse"]) {
    super(`job ${job.id}: wanted done, found ${job.state}: ${job.error}`);
    this.name = "JobFailedError";
    this.job = job;
  }
}

export class WebhookError extends Error {}

export interface Sepadan {
  /** Every operation, typed: `api.POST("/v1/match/workers", { body })`. Failures are thrown as `ApiError`. */
  api: Calls;
  /** Every record of a kind, page after page. */
  pages(kind: Kind, limit?: number): AsyncGenerator<Schemas["ListedRecord"]>;
  /** A record with its ETag, for `If-Match` of an update. */
  read(kind: Kind, key: string): Promise<{ body: Schemas["RecordResponse"]; etag: string }>;
  /** A job that is done; throws `JobFailedError`. */
  wait(job: string, timeoutSeconds?: number): Promise<Schemas["JobResponse"]>;
  /** A job's result line by line, while it comes. */
  lines(job: string, what?: "result" | "rejects"): AsyncGenerator<Record<string, unknown>>;
  /** Send bytes in parts (tus 1.0.0); gives the id for a job. */
  upload(name: string, bytes: Blob, partBytes?: number): Promise<string>;
}

export function createSepadan(options: Options): Sepadan {
  const send = sender(options);
  const sleep = options.sleep ?? ((seconds: number) => new Promise<void>((done) => { setTimeout(done, seconds * 1000); }));
  const at = (path: string): URL => new URL(path, options.url);
  const api = caller(options.url, send);

  async function* pages(kind: Kind, limit = 1000): AsyncGenerator<Schemas["ListedRecord"]> {
    let cursor: string | null = null;
    do {
      const url = at(`/v1/${kind}`);
      url.searchParams.set("limit", String(limit));
      if (cursor !== null) url.searchParams.set("cursor", cursor);
      const page = (await (await send(new Request(url))).json()) as Schemas["RecordsPage"];
      yield* page.items;
      cursor = page.next;
    } while (cursor !== null);
  }

  async function read(kind: Kind, key: string): Promise<{ body: Schemas["RecordResponse"]; etag: string }> {
    const response = await send(new Request(at(`/v1/${kind}/${encodeURIComponent(key)}`)));
    return { body: (await response.json()) as Schemas["RecordResponse"], etag: response.headers.get("etag") ?? "" };
  }

  async function wait(job: string, timeoutSeconds = 3600): Promise<Schemas["JobResponse"]> {
    const until = Date.now() + timeoutSeconds * 1000;
    for (;;) {
      const response = await send(new Request(at(`/v1/jobs/${encodeURIComponent(job)}`)));
      const told = (await response.json()) as Schemas["JobResponse"];
      if (told.state === "done") return told;
      if (told.state === "failed" || told.state === "cancelled") throw new JobFailedError(told);
      if (Date.now() > until) throw new Error(`job ${job}: wanted done within ${timeoutSeconds} s, found ${told.state}`);
      await sleep(secondsToWait(response) ?? 1);
    }
  }

  async function* lines(job: string, what: "result" | "rejects" = "result"): AsyncGenerator<Record<string, unknown>> {
    const response = await send(new Request(at(`/v1/jobs/${encodeURIComponent(job)}/${what}`)));
    const decoder = new TextDecoder();
    let rest = "";
    const reader = response.body?.getReader();
    while (reader) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const whole = rest.split("\n");
      rest = done ? "" : (whole.pop() ?? "");
      for (const line of whole) if (line) yield JSON.parse(line) as Record<string, unknown>;
      if (done) return;
    }
  }

  async function upload(name: string, bytes: Blob, partBytes = 8 << 20): Promise<string> {
    const encoded = btoa(String.fromCharCode(...new TextEncoder().encode(name)));
    const headers = { "Upload-Length": String(bytes.size), "Upload-Metadata": `filename ${encoded}` };
    const made = (await (await send(new Request(at("/v1/uploads"), { method: "POST", headers }))).json()) as Schemas["UploadResponse"];
    let offset = 0;
    let broken = 0;
    while (offset < bytes.size) {
      try {
        const part = await send(new Request(at(`/v1/uploads/${made.id}`), {
          method: "PATCH",
          body: await bytes.slice(offset, offset + partBytes).arrayBuffer(),
          headers: { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
        }));
        offset = Number(part.headers.get("upload-offset"));
        broken = 0;
      } catch (error) {
        broken += 1;
        const isRefused = error instanceof Error && "status" in error && error.status !== 409;
        if (isRefused || broken > (options.retries ?? 5)) throw error;
        const there = (await (await send(new Request(at(`/v1/uploads/${made.id}`)))).json()) as Schemas["UploadResponse"];
        offset = there.offset;
      }
    }
    return made.id;
  }

  return { api, pages, read, wait, lines, upload };
}

/** The event of a delivery (Standard Webhooks 1.0.0). `body` is the text as it came; answer 400 when this throws. */
export async function verifyWebhook(
  secret: string, headers: Record<string, string>, body: string, nowSeconds = Date.now() / 1000,
): Promise<Record<string, unknown>> {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const stamp = given["webhook-timestamp"] ?? "";
  if (!/^\d+$/.test(stamp) || Math.abs(nowSeconds - Number(stamp)) > 300) throw new WebhookError("webhook: too old, or from the future");
  const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, "")), (one) => one.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const signed = new TextEncoder().encode(`${given["webhook-id"] ?? ""}.${stamp}.${body}`);
  for (const one of (given["webhook-signature"] ?? "").split(" ")) {
    if (!one.startsWith("v1,")) continue;
    let mac: Uint8Array<ArrayBuffer>;
    try {
      mac = Uint8Array.from(atob(one.slice(3)), (letter) => letter.charCodeAt(0));
    } catch {
      continue;
    }
    if (await crypto.subtle.verify("HMAC", key, mac, signed)) return JSON.parse(body) as Record<string, unknown>;
  }
  throw new WebhookError("webhook: not signed with this secret");
}
