/** Typed client of Sepadan's API: every operation, with credentials, retries, pages, jobs, uploads and webhooks. */
import { type Options } from "./auth.js";
import { type Calls } from "./caller.js";
import type { components } from "../src/schema.d.ts";
export { ApiError, type Options, type Fault } from "./auth.js";
export type { components, paths } from "../src/schema.d.ts";
export type Schemas = components["schemas"];
export type Kind = "postings" | "workers" | "courses";
/** A job that ended otherwise than done. */
export declare class JobFailedError extends Error {
    readonly job: Schemas["JobResponse"];
    constructor(job: Schemas["JobResponse"]);
}
export declare class WebhookError extends Error {
}
export interface Sepadan {
    /** Every operation, typed: `api.POST("/v1/match/workers", { body })`. Failures are thrown as `ApiError`. */
    api: Calls;
    /** Every record of a kind, page after page. */
    pages(kind: Kind, limit?: number): AsyncGenerator<Schemas["ListedRecord"]>;
    /** A record with its ETag, for `If-Match` of an update. */
    read(kind: Kind, key: string): Promise<{
        body: Schemas["RecordResponse"];
        etag: string;
    }>;
    /** A job that is done; throws `JobFailedError`. */
    wait(job: string, timeoutSeconds?: number): Promise<Schemas["JobResponse"]>;
    /** A job's result line by line, while it comes. */
    lines(job: string, what?: "result" | "rejects"): AsyncGenerator<Record<string, unknown>>;
    /** Send bytes in parts (tus 1.0.0); gives the id for a job. */
    upload(name: string, bytes: Blob, partBytes?: number): Promise<string>;
}
export declare function createSepadan(options: Options): Sepadan;
/** The event of a delivery (Standard Webhooks 1.0.0). `body` is the text as it came; answer 400 when this throws. */
export declare function verifyWebhook(secret: string, headers: Record<string, string>, body: string, nowSeconds?: number): Promise<Record<string, unknown>>;
