/** What goes out with each request: credentials, retries, `Idempotency-Key`; what comes back wrong is an error. */
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
export interface Fault {
    [name: string]: unknown;
}
/** An answer of 4xx or 5xx: problem details (RFC 9457). */
export declare class ApiError extends Error {
    readonly status: number;
    /** A URN; of the token endpoint the code of RFC 6749. */
    readonly type: string;
    readonly title: string;
    readonly detail: string;
    readonly errors: Fault[];
    /** Say it when you ask us; it stands in our log. */
    readonly requestId: string;
    readonly retryAfter: number | null;
    constructor(response: Response, said: Record<string, unknown>);
}
/** `Retry-After`, or how long until a limit of `RateLimit` that has nothing left gives more. */
export declare function secondsToWait(response: Response): number | null;
export declare function sender(options: Options): Fetch;
