/** Calls typed by openapi-fetch. Its types are used and none of its code, so that `dist` is ours alone and needs nothing at run time. */

import type { Client } from "openapi-fetch";
import type { Fetch } from "./auth.ts";
import type { paths } from "./schema.d.ts";

type Method = "GET" | "PUT" | "POST" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS";
type Values = Record<string, unknown>;
type Given = { params?: { path?: Values; query?: Values; header?: Values }; body?: unknown; headers?: Record<string, string> };

/** `POST("/v1/match/workers", { body })` and the like: what a path takes and gives is checked against the document. */
export type Calls = Pick<Client<paths>, Method>;

function addressOf(url: string, path: string, { path: names = {}, query = {} }: NonNullable<Given["params"]>): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(names[name])));
  const address = new URL(url.replace(/\/$/, "") + filled);
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) address.searchParams.append(name, String(one));
    }
  }
  return address;
}

export function caller(url: string, send: Fetch): Calls {
  async function call(method: Method, path: string, given: Given = {}): Promise<{ data: unknown; response: Response }> {
    const headers = new Headers(given.headers);
    for (const [name, value] of Object.entries(given.params?.header ?? {})) {
      if (value !== undefined && value !== null) headers.set(name, String(value));
    }
    const asked: RequestInit = { method, headers };
    if (given.body !== undefined) {
      if (!headers.has("content-type")) headers.set("Content-Type", "application/json");
      asked.body = JSON.stringify(given.body);
    }
    const response = await send(new Request(addressOf(url, path, given.params ?? {}), asked));
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
    return { data: text === "" ? undefined : isJson ? JSON.parse(text) : text, response };
  }
  const methods: Method[] = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"];
  const made = methods.map((method) => [method, (path: string, given?: Given) => call(method, path, given)] as const);
  return Object.fromEntries(made) as unknown as Calls;
}
