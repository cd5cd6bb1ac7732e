// Paths of the POSTs whose first answer the server gives again for the same ``Idempotency-Key``.
// Made by clients/generate.py from docs/openapi.json: do not edit.

const paths = [
  "/v1/consents",
  "/v1/courses",
  "/v1/jobs",
  "/v1/jobs/[^/]+/cancel",
  "/v1/jobs/[^/]+/resume",
  "/v1/outcomes",
  "/v1/postings",
  "/v1/watches",
  "/v1/webhooks",
  "/v1/webhooks/[^/]+/deliveries/[^/]+/resend",
  "/v1/webhooks/[^/]+/ping",
  "/v1/webhooks/[^/]+/rotate",
  "/v1/workers",
];

export const KEYED = new RegExp(`^(?:${paths.join("|")})$`);
