/** What goes out with each request: credentials, retries, `Idempotency-Key`; what comes back wrong is an error. */

import { AGAIN } from "./again.ts";

export type Fetch = (request: Request) => Promise<Response>;

export interface Options {
  /** Where the installation is, without `/v1`. */
  url: string;
  clientId?: string;
  clientSecret?: string;
  /** To ask for less than the client may do. */
  scope?: string;
  /** In place of id and secret. */
  apiKey?: string;
  /** How often a request is sent again at most; 5. */
  retries?: number;
  language?: "id" | "en";
  /** For tests. */
  fetch?: Fetch;
  /** For tests: waits so many seconds. */
  sleep?: (seconds: number) => Promise<void>;
  /** For tests: milliseconds. */
  now?: () => number;
}

export interface Fault { [name: string]: unknown }

/** An answer of 4xx or 5xx: problem details (RFC 9457). */
export class ApiError extends Error {
  readonly status: number;
  /** A URN; of the token endpoint the code of RFC 6749. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: Fault[];
  /** Say it when you ask us; it stands in our log. */
  readonly requestId: string;
  readonly retryAfter: number | null;

  constructor(response: Response, said: Record<string, unknown>) {
    const detail = String(said["detail"] ?? said["error_description"] ?? "");
    super(`${response.status} ${String(said["title"] ?? response.statusText)}: ${detail}`);
    this.name = "ApiError";
    this.status = response.status;
    this.type = String(said["type"] ?? said["error"] ?? "about:blank");
    this.title = String(said["title"] ?? response.statusText);
    this.detail = detail;
    this.errors = (said["errors"] as Fault[] | undefined) ?? [];
    this.requestId = String(said["request_id"] ?? response.headers.get("x-request-id") ?? "");
    this.retryAfter = secondsToWait(response);
  }
}

/** `Retry-After`, or how long until a limit of `RateLimit` that has nothing left gives more. */
export function secondsToWait(response: Response): number | null {
  const told = response.headers.get("retry-after");
  if (told !== null && /^\d+$/.test(told)) return Number(told);
  const waits = (response.headers.get("ratelimit") ?? "").split(",").flatMap((part) => {
    const used = /;\s*r=0(?:;|$)/.test(part) ? /;\s*t=(\d+)/.exec(part) : null;
    return used ? [Number(used[1])] : [];
  });
  return waits.length ? Math.max(...waits) : null;
}

async function errorOf(response: Response): Promise<ApiError> {
  const said: unknown = await response.json().catch(() => ({}));
  return new ApiError(response, (said ?? {}) as Record<string, unknown>);
}

export function sender(options: Options): Fetch {
  const send: Fetch = options.fetch ?? ((request) => fetch(request));
  const sleep = options.sleep ?? ((seconds) => new Promise<void>((done) => { setTimeout(done, seconds * 1000); }));
  const now = options.now ?? Date.now;
  const retries = options.retries ?? 5;
  let token = "";
  let until = 0;
  let fetching: Promise<string> | null = null;

  async function renew(): Promise<string> {
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    if (options.scope) form.set("scope", options.scope);
    const basic = btoa(`${encodeURIComponent(options.clientId ?? "")}:${encodeURIComponent(options.clientSecret ?? "")}`);
    const response = await retried(() => new Request(new URL("/oauth/token", options.url), {
      method: "POST", body: form, headers: { Authorization: `Basic ${basic}` },
    }), true);
    if (!response.ok) throw await errorOf(response);
    const told = (await response.json()) as { access_token: string; expires_in: number };
    token = told.access_token;
    until = now() + told.expires_in * 900; // a tenth of its life before it ends
    return token;
  }

  async function held(refused: string): Promise<string> {
    if (token && token !== refused && now() < until) return token;
    fetching ??= renew().finally(() => { fetching = null; });
    return fetching;
  }

  async function retried(make: () => Request, isSafe: boolean): Promise<Response> {
    for (let tried = 0; ; tried += 1) {
      const pause = Math.min(30, 0.5 * 2 ** tried) + Math.random();
      let response: Response;
      try {
        response = await send(make());
      } catch (error) {
        if (!isSafe || tried >= retries) throw error;
        await sleep(pause);
        continue;
      }
      // 409 with Retry-After: the same Idempotency-Key is being answered for.
      const again = [429, 502, 503, 504].includes(response.status) || (response.status === 409 && response.headers.has("retry-after"));
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
    const signed = async (refused: string): Promise<Response> => {
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
