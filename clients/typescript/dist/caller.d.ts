/** Calls typed by openapi-fetch. Its types are used and none of its code, so that `dist` is ours alone and needs nothing at run time. */
import type { Client } from "openapi-fetch";
import type { Fetch } from "./auth.js";
import type { paths } from "../src/schema.d.ts";
type Method = "GET" | "PUT" | "POST" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS";
/** `POST("/v1/match/workers", { body })` and the like: what a path takes and gives is checked against the document. */
export type Calls = Pick<Client<paths>, Method>;
export declare function caller(url: string, send: Fetch): Calls;
export {};
