// Bundled from runtime/ by scripts/bundle-runtime.ts, with aws-jwt-verify (see LICENSE-aws-jwt-verify).

// runtime/authorizer/fetch-keys.ts
async function fetchKeys(address) {
  if (new URL(address).protocol !== "https:") throw new Error("keys come over https only");
  let response = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(2e3) });
  if (!response.ok || !response.body) throw new Error(`the issuer answered ${response.status}`);
  return bounded(response.body, 65536);
}
async function bounded(body, most) {
  let chunks = [], size = 0;
  for await (let chunk of body) {
    if (size += chunk.byteLength, size > most) throw new Error(`the issuer sent more than ${most} bytes`);
    chunks.push(chunk);
  }
  let all = Buffer.concat(chunks);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength);
}

// runtime/authorizer/handler.ts
import { createHash } from "crypto";

// runtime/authorizer/event.ts
var Refusal = class extends Error {
  constructor(decision, reason) {
    super(reason);
    this.decision = decision;
    this.reason = reason;
  }
  decision;
  reason;
}, Failure = class extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
  reason;
}, unauthorized = (reason) => new Refusal("unauthorized", reason), denied = (reason) => new Refusal("denied", reason);

// node_modules/aws-jwt-verify/dist/esm/error.js
var JwtBaseError = class extends Error {
}, FailedAssertionError = class extends JwtBaseError {
  constructor(msg, actual, expected) {
    super(msg), this.failedAssertion = {
      actual,
      expected
    };
  }
}, JwtParseError = class extends JwtBaseError {
  constructor(msg, error) {
    let message = error != null ? `${msg}: ${error}` : msg;
    super(message);
  }
}, ParameterValidationError = class extends JwtBaseError {
}, JwtInvalidSignatureError = class extends JwtBaseError {
}, JwtInvalidSignatureAlgorithmError = class extends FailedAssertionError {
}, JwtInvalidClaimError = class extends FailedAssertionError {
  withRawJwt({ header, payload }) {
    return this.rawJwt = {
      header,
      payload
    }, this;
  }
}, JwtInvalidIssuerError = class extends JwtInvalidClaimError {
}, JwtInvalidAudienceError = class extends JwtInvalidClaimError {
}, JwtInvalidScopeError = class extends JwtInvalidClaimError {
}, JwtExpiredError = class extends JwtInvalidClaimError {
}, JwtNotBeforeError = class extends JwtInvalidClaimError {
}, CognitoJwtInvalidGroupError = class extends JwtInvalidClaimError {
}, CognitoJwtInvalidTokenUseError = class extends JwtInvalidClaimError {
}, CognitoJwtInvalidClientIdError = class extends JwtInvalidClaimError {
};
var JwksValidationError = class extends JwtBaseError {
}, JwkValidationError = class extends JwtBaseError {
}, JwtWithoutValidKidError = class extends JwtBaseError {
}, KidNotFoundInJwksError = class extends JwtBaseError {
}, WaitPeriodNotYetEndedJwkError = class extends JwtBaseError {
}, JwksNotAvailableInCacheError = class extends JwtBaseError {
}, JwkInvalidUseError = class extends FailedAssertionError {
}, JwkInvalidKtyError = class extends FailedAssertionError {
}, FetchError = class extends JwtBaseError {
  constructor(uri, msg) {
    super(`Failed to fetch ${uri}: ${msg}`);
  }
}, NonRetryableFetchError = class extends FetchError {
};

// node_modules/aws-jwt-verify/dist/esm/node-web-compat-node.js
import { createPublicKey, createVerify, verify } from "crypto";

// node_modules/aws-jwt-verify/dist/esm/https-node.js
import { request } from "https";
import { pipeline } from "stream";
async function fetch2(uri, requestOptions, data) {
  let responseTimeout;
  return new Promise((resolve, reject) => {
    let req = request(uri, {
      method: "GET",
      ...requestOptions
    }, (response) => {
      if (response.statusCode !== 200) {
        done(new NonRetryableFetchError(uri, `Status code is ${response.statusCode}, expected 200`));
        return;
      }
      pipeline(response, async (responseBody) => {
        let chunks = [];
        for await (let chunk of responseBody)
          chunks.push(chunk);
        let buf = Buffer.concat(chunks);
        return buf.buffer.slice(buf.byteOffset, buf.byteOffset + buf.byteLength);
      }, (err, data2) => done(err, data2));
    });
    requestOptions?.responseTimeout && (responseTimeout = setTimeout(() => done(new FetchError(uri, `Response time-out (after ${requestOptions.responseTimeout} ms.)`)), requestOptions.responseTimeout), responseTimeout.unref());
    function done(err, data2) {
      if (responseTimeout && clearTimeout(responseTimeout), err == null) {
        resolve(data2);
        return;
      }
      req.socket?.emit("agentRemove"), err instanceof FetchError || (err = new FetchError(uri, err.message)), req.destroy(), reject(err);
    }
    req.on("error", done), req.end(data);
  });
}

// node_modules/aws-jwt-verify/dist/esm/node-web-compat-node.js
var JwtSignatureAlgorithmHashNames;
(function(JwtSignatureAlgorithmHashNames2) {
  JwtSignatureAlgorithmHashNames2.RS256 = "RSA-SHA256", JwtSignatureAlgorithmHashNames2.RS384 = "RSA-SHA384", JwtSignatureAlgorithmHashNames2.RS512 = "RSA-SHA512", JwtSignatureAlgorithmHashNames2.ES256 = "RSA-SHA256", JwtSignatureAlgorithmHashNames2.ES384 = "RSA-SHA384", JwtSignatureAlgorithmHashNames2.ES512 = "RSA-SHA512";
})(JwtSignatureAlgorithmHashNames || (JwtSignatureAlgorithmHashNames = {}));
var nodeWebCompat = {
  fetch: fetch2,
  transformJwkToKeyObjectSync: (jwk) => createPublicKey({
    key: jwk,
    format: "jwk"
  }),
  transformJwkToKeyObjectAsync: async (jwk) => createPublicKey({
    key: jwk,
    format: "jwk"
  }),
  parseB64UrlString: (b64) => Buffer.from(b64, "base64").toString("utf8"),
  verifySignatureSync: ({ alg, keyObject, jwsSigningInput, signature }) => alg !== "EdDSA" ? (
    // eslint-disable-next-line security/detect-object-injection
    createVerify(JwtSignatureAlgorithmHashNames[alg]).update(jwsSigningInput).verify({
      key: keyObject,
      dsaEncoding: "ieee-p1363"
      // Signature format r || s (not used for RSA)
    }, signature, "base64")
  ) : verify(null, Buffer.from(jwsSigningInput), keyObject, Buffer.from(signature, "base64")),
  verifySignatureAsync: async (args) => nodeWebCompat.verifySignatureSync(args),
  defaultFetchTimeouts: {
    socketIdle: 1500,
    response: 3e3
  },
  setTimeoutUnref: (...args) => setTimeout(...args).unref(),
  transformPemToJwk: async (pem) => createPublicKey({
    key: Buffer.from(pem),
    format: "pem"
  }).export({
    format: "jwk"
  })
};

// node_modules/aws-jwt-verify/dist/esm/https.js
var fetch3 = nodeWebCompat.fetch.bind(void 0), SimpleFetcher = class {
  constructor(props) {
    this.defaultRequestOptions = {
      timeout: nodeWebCompat.defaultFetchTimeouts.socketIdle,
      responseTimeout: nodeWebCompat.defaultFetchTimeouts.response,
      ...props?.defaultRequestOptions
    };
  }
  /**
   * Execute a HTTPS request (with 1 immediate retry in case of errors)
   * @param uri - The URI
   * @param requestOptions - The RequestOptions to use (depending on the runtime context, either Node.js RequestOptions or Web Fetch init)
   * @param data - Data to send to the URI (e.g. POST data)
   * @returns - The response body as ArrayBuffer
   */
  async fetch(uri, requestOptions, data) {
    requestOptions = { ...this.defaultRequestOptions, ...requestOptions };
    try {
      return await fetch3(uri, requestOptions, data);
    } catch (err) {
      if (err instanceof NonRetryableFetchError)
        throw err;
      return fetch3(uri, requestOptions, data);
    }
  }
};

// node_modules/aws-jwt-verify/dist/esm/safe-json-parse.js
function isJsonObject(j) {
  return typeof j == "object" && !Array.isArray(j) && j !== null;
}
function safeJsonParse(s) {
  return JSON.parse(s, (_, value) => (typeof value == "object" && !Array.isArray(value) && value !== null && (delete value.__proto__, delete value.constructor), value));
}

// node_modules/aws-jwt-verify/dist/esm/assert.js
function assertStringEquals(name, actual, expected, errorConstructor = FailedAssertionError) {
  if (!actual)
    throw new errorConstructor(`Missing ${name}. Expected: ${expected}`, actual, expected);
  if (typeof actual != "string")
    throw new errorConstructor(`${name} is not of type string`, actual, expected);
  if (expected !== actual)
    throw new errorConstructor(`${name} not allowed: ${actual}. Expected: ${expected}`, actual, expected);
}
function assertStringArrayContainsString(name, actual, expected, errorConstructor = FailedAssertionError) {
  if (!actual)
    throw new errorConstructor(`Missing ${name}. ${expectationMessage(expected)}`, actual, expected);
  if (typeof actual != "string")
    throw new errorConstructor(`${name} is not of type string`, actual, expected);
  return assertStringArraysOverlap(name, actual, expected, errorConstructor);
}
function assertStringArraysOverlap(name, actual, expected, errorConstructor = FailedAssertionError) {
  if (!actual)
    throw new errorConstructor(`Missing ${name}. ${expectationMessage(expected)}`, actual, expected);
  let expectedAsSet = new Set(Array.isArray(expected) ? expected : [expected]);
  if (typeof actual == "string" && (actual = [actual]), !Array.isArray(actual))
    throw new errorConstructor(`${name} is not an array`, actual, expected);
  if (!actual.some((actualItem) => {
    if (typeof actualItem != "string")
      throw new errorConstructor(`${name} includes elements that are not of type string`, actual, expected);
    return expectedAsSet.has(actualItem);
  }))
    throw new errorConstructor(`${name} not allowed: ${actual.join(", ")}. ${expectationMessage(expected)}`, actual, expected);
}
function expectationMessage(expected) {
  return Array.isArray(expected) ? expected.length > 1 ? `Expected one of: ${expected.join(", ")}` : `Expected: ${expected[0]}` : `Expected: ${expected}`;
}
function assertIsNotPromise(actual, errorFactory) {
  if (actual && typeof actual.then == "function")
    throw errorFactory();
}

// node_modules/aws-jwt-verify/dist/esm/jwk.js
var optionalJwkFieldNames = [
  "use",
  // https://datatracker.ietf.org/doc/html/rfc7517#section-4.2
  "alg",
  // https://datatracker.ietf.org/doc/html/rfc7517#section-4.4
  "kid",
  // https://datatracker.ietf.org/doc/html/rfc7517#section-4.5
  "n",
  // https://datatracker.ietf.org/doc/html/rfc7518#section-6.3.1.1
  "e",
  // https://datatracker.ietf.org/doc/html/rfc7518#section-6.3.1.2
  "x",
  // https://datatracker.ietf.org/doc/html/rfc7518#section-6.2.1.2
  "y",
  // https://datatracker.ietf.org/doc/html/rfc7518#section-6.2.1.3
  "crv"
  //https:// datatracker.ietf.org/doc/html/rfc7518#section-6.2.1.1
], mandatoryJwkFieldNames = [
  "kty"
  // https://datatracker.ietf.org/doc/html/rfc7517#section-4.1
];
function findJwkInJwks(jwks, kid) {
  return jwks.keys.find((jwk) => jwk.kid != null && jwk.kid === kid);
}
var parseJwks = function(jwksBin) {
  let jwks;
  try {
    let jwksText = new TextDecoder("utf8", {
      fatal: !0,
      ignoreBOM: !0
    }).decode(jwksBin);
    jwks = safeJsonParse(jwksText);
  } catch (err) {
    throw new JwksValidationError(`JWKS could not be parsed as JSON: ${err}`);
  }
  return assertIsJwks(jwks), jwks;
};
function assertIsJwks(jwks) {
  if (!jwks)
    throw new JwksValidationError("JWKS empty");
  if (!isJsonObject(jwks))
    throw new JwksValidationError("JWKS should be an object");
  if (!Object.keys(jwks).includes("keys"))
    throw new JwksValidationError("JWKS does not include keys");
  if (!Array.isArray(jwks.keys))
    throw new JwksValidationError("JWKS keys should be an array");
  for (let jwk of jwks.keys)
    assertIsJwk(jwk);
}
function assertIsSignatureJwk(jwk) {
  assertStringArrayContainsString("JWK kty", jwk.kty, ["EC", "RSA", "OKP"], JwkInvalidKtyError), jwk.kty === "EC" ? assertIsEsSignatureJwk(jwk) : jwk.kty === "RSA" ? assertIsRsaSignatureJwk(jwk) : jwk.kty === "OKP" && assertIsEdDSASignatureJwk(jwk);
}
function assertIsEdDSASignatureJwk(jwk) {
  if (jwk.use && assertStringEquals("JWK use", jwk.use, "sig", JwkInvalidUseError), assertStringEquals("JWK kty", jwk.kty, "OKP", JwkInvalidKtyError), !jwk.crv)
    throw new JwkValidationError("Missing Curve (crv)");
  if (!jwk.x)
    throw new JwkValidationError("Missing X Coordinate (x)");
}
function assertIsEsSignatureJwk(jwk) {
  if (jwk.use && assertStringEquals("JWK use", jwk.use, "sig", JwkInvalidUseError), assertStringEquals("JWK kty", jwk.kty, "EC", JwkInvalidKtyError), !jwk.crv)
    throw new JwkValidationError("Missing Curve (crv)");
  if (!jwk.x)
    throw new JwkValidationError("Missing X Coordinate (x)");
  if (!jwk.y)
    throw new JwkValidationError("Missing Y Coordinate (y)");
}
function assertIsRsaSignatureJwk(jwk) {
  if (jwk.use && assertStringEquals("JWK use", jwk.use, "sig", JwkInvalidUseError), assertStringEquals("JWK kty", jwk.kty, "RSA", JwkInvalidKtyError), !jwk.n)
    throw new JwkValidationError("Missing modulus (n)");
  if (!jwk.e)
    throw new JwkValidationError("Missing exponent (e)");
}
function assertIsJwk(jwk) {
  if (!jwk)
    throw new JwkValidationError("JWK empty");
  if (!isJsonObject(jwk))
    throw new JwkValidationError("JWK should be an object");
  for (let field of mandatoryJwkFieldNames)
    if (typeof jwk[field] != "string")
      throw new JwkValidationError(`JWK ${field} should be a string`);
  for (let field of optionalJwkFieldNames)
    if (field in jwk && typeof jwk[field] != "string")
      throw new JwkValidationError(`JWK ${field} should be a string`);
}
function isJwks(jwks) {
  try {
    return assertIsJwks(jwks), !0;
  } catch {
    return !1;
  }
}
function isJwk(jwk) {
  try {
    return assertIsJwk(jwk), !0;
  } catch {
    return !1;
  }
}
var SimplePenaltyBox = class {
  constructor(props) {
    this.waitingUris = /* @__PURE__ */ new Map(), this.waitSeconds = props?.waitSeconds ?? 10;
  }
  async wait(jwksUri) {
    if (this.waitingUris.has(jwksUri))
      throw new WaitPeriodNotYetEndedJwkError("Not allowed to fetch JWKS yet, still waiting for back off period to end");
  }
  release(jwksUri) {
    let i = this.waitingUris.get(jwksUri);
    i && (clearTimeout(i), this.waitingUris.delete(jwksUri));
  }
  registerFailedAttempt(jwksUri) {
    let i = nodeWebCompat.setTimeoutUnref(() => {
      this.waitingUris.delete(jwksUri);
    }, this.waitSeconds * 1e3);
    this.waitingUris.set(jwksUri, i);
  }
  registerSuccessfulAttempt(jwksUri) {
    this.release(jwksUri);
  }
}, SimpleJwksCache = class {
  constructor(props) {
    this.jwksCache = /* @__PURE__ */ new Map(), this.fetchingJwks = /* @__PURE__ */ new Map(), this.penaltyBox = props?.penaltyBox ?? new SimplePenaltyBox(), this.fetcher = props?.fetcher ?? new SimpleFetcher(), this.jwksParser = props?.jwksParser ?? parseJwks;
  }
  /**
   * Add a JWKS to the cache explicitly. E.g. you may want to do this, if you have already downloaded the JWKS.
   *
   * @param jwksUri - The URI where your IDP exposes the JWKS, e.g. `https://example.com/my-idp/.well-known/jwks.json` (this is used as cache key)
   * @param jwks - The JWKS
   */
  addJwks(jwksUri, jwks) {
    this.jwksCache.set(jwksUri, jwks);
  }
  /**
   * Fetch and cache the JWKS from the jwksUri
   *
   * @param jwksUri - The URI where your IDP exposes the JWKS, e.g. `https://example.com/my-idp/.well-known/jwks.json`
   * @returns - The fetched jwks
   */
  async getJwks(jwksUri) {
    let existingFetch = this.fetchingJwks.get(jwksUri);
    if (existingFetch)
      return existingFetch;
    let jwksPromise = this.fetcher.fetch(jwksUri).then(this.jwksParser);
    this.fetchingJwks.set(jwksUri, jwksPromise);
    let jwks;
    try {
      jwks = await jwksPromise;
    } finally {
      this.fetchingJwks.delete(jwksUri);
    }
    return this.jwksCache.set(jwksUri, jwks), jwks;
  }
  /**
   * Get the JWKS from the cache (synchronously). Raises an error if the JWKS is not yet cached, or does not have the right JWK.
   *
   * @param jwksUri - The URI where your IDP exposes the JWKS, e.g. `https://example.com/my-idp/.well-known/jwks.json` (this is used as cache key)
   * @param decomposedJwt - The decomposed JWT
   * @returns - The previously cached JWKS
   */
  getCachedJwk(jwksUri, decomposedJwt) {
    if (typeof decomposedJwt.header.kid != "string")
      throw new JwtWithoutValidKidError("JWT header does not have valid kid claim");
    if (!this.jwksCache.has(jwksUri))
      throw new JwksNotAvailableInCacheError(`JWKS for uri ${jwksUri} not yet available in cache`);
    let jwk = findJwkInJwks(this.jwksCache.get(jwksUri), decomposedJwt.header.kid);
    if (!jwk)
      throw new KidNotFoundInJwksError(`JWK for kid ${decomposedJwt.header.kid} not found in the JWKS`);
    return jwk;
  }
  /**
   * Get the right JWK to verify the JWT with. This will fetch (and cache) the JWKS in case it's not yet been cached,
   * or if the cached JWKS doesn't have the right JWK (to account for key rotations, based on `kid`).
   *
   * @param jwksUri
   * @param decomposedJwt
   * @returns  - The JWK
   */
  async getJwk(jwksUri, decomposedJwt) {
    if (typeof decomposedJwt.header.kid != "string")
      throw new JwtWithoutValidKidError("JWT header does not have valid kid claim");
    let cachedJwks = this.jwksCache.get(jwksUri);
    if (cachedJwks) {
      let cachedJwk = findJwkInJwks(cachedJwks, decomposedJwt.header.kid);
      if (cachedJwk)
        return cachedJwk;
    }
    await this.penaltyBox.wait(jwksUri, decomposedJwt.header.kid);
    let jwks = await this.getJwks(jwksUri), jwk = findJwkInJwks(jwks, decomposedJwt.header.kid);
    if (jwk)
      this.penaltyBox.registerSuccessfulAttempt(jwksUri, decomposedJwt.header.kid);
    else
      throw this.penaltyBox.registerFailedAttempt(jwksUri, decomposedJwt.header.kid), new KidNotFoundInJwksError(`JWK for kid "${decomposedJwt.header.kid}" not found in the JWKS`);
    return jwk;
  }
};

// node_modules/aws-jwt-verify/dist/esm/jwt.js
function assertJwtHeader(header) {
  if (!isJsonObject(header))
    throw new JwtParseError("JWT header is not an object");
  if (header.alg !== void 0 && typeof header.alg != "string")
    throw new JwtParseError("JWT header alg claim is not a string");
  if (header.kid !== void 0 && typeof header.kid != "string")
    throw new JwtParseError("JWT header kid claim is not a string");
}
function assertJwtPayload(payload) {
  if (!isJsonObject(payload))
    throw new JwtParseError("JWT payload is not an object");
  if (payload.exp !== void 0 && !Number.isFinite(payload.exp))
    throw new JwtParseError("JWT payload exp claim is not a number");
  if (payload.iss !== void 0 && typeof payload.iss != "string")
    throw new JwtParseError("JWT payload iss claim is not a string");
  if (payload.sub !== void 0 && typeof payload.sub != "string")
    throw new JwtParseError("JWT payload sub claim is not a string");
  if (payload.aud !== void 0 && typeof payload.aud != "string" && (!Array.isArray(payload.aud) || payload.aud.some((aud) => typeof aud != "string")))
    throw new JwtParseError("JWT payload aud claim is not a string or array of strings");
  if (payload.nbf !== void 0 && !Number.isFinite(payload.nbf))
    throw new JwtParseError("JWT payload nbf claim is not a number");
  if (payload.iat !== void 0 && !Number.isFinite(payload.iat))
    throw new JwtParseError("JWT payload iat claim is not a number");
  if (payload.scope !== void 0 && typeof payload.scope != "string")
    throw new JwtParseError("JWT payload scope claim is not a string");
  if (payload.jti !== void 0 && typeof payload.jti != "string")
    throw new JwtParseError("JWT payload jti claim is not a string");
}
var JWT_REGEX = /^[A-Za-z0-9_-]+={0,2}\.[A-Za-z0-9_-]+={0,2}\.[A-Za-z0-9_-]+={0,2}$/;
function decomposeUnverifiedJwt(jwt) {
  if (!jwt)
    throw new JwtParseError("Empty JWT");
  if (typeof jwt != "string")
    throw new JwtParseError("JWT is not a string");
  if (!JWT_REGEX.test(jwt))
    throw new JwtParseError("JWT string does not consist of exactly 3 parts (header, payload, signature)");
  let [headerB64, payloadB64, signatureB64] = jwt.split("."), [headerString, payloadString] = [headerB64, payloadB64].map(nodeWebCompat.parseB64UrlString), header;
  try {
    header = safeJsonParse(headerString);
  } catch (err) {
    throw new JwtParseError("Invalid JWT. Header is not a valid JSON object", err);
  }
  assertJwtHeader(header);
  let payload;
  try {
    payload = safeJsonParse(payloadString);
  } catch (err) {
    throw new JwtParseError("Invalid JWT. Payload is not a valid JSON object", err);
  }
  return assertJwtPayload(payload), {
    header,
    headerB64,
    payload,
    payloadB64,
    signatureB64
  };
}
function validateJwtFields(payload, options) {
  if (payload.exp !== void 0 && payload.exp + (options.graceSeconds ?? 0) < Date.now() / 1e3)
    throw new JwtExpiredError(`Token expired at ${new Date(payload.exp * 1e3).toISOString()}`, payload.exp);
  if (payload.nbf !== void 0 && payload.nbf - (options.graceSeconds ?? 0) > Date.now() / 1e3)
    throw new JwtNotBeforeError(`Token can't be used before ${new Date(payload.nbf * 1e3).toISOString()}`, payload.nbf);
  if (options.issuer !== null) {
    if (options.issuer === void 0)
      throw new ParameterValidationError("issuer must be provided or set to null explicitly");
    assertStringArrayContainsString("Issuer", payload.iss, options.issuer, JwtInvalidIssuerError);
  }
  if (options.audience !== null) {
    if (options.audience === void 0)
      throw new ParameterValidationError("audience must be provided or set to null explicitly");
    assertStringArraysOverlap("Audience", payload.aud, options.audience, JwtInvalidAudienceError);
  }
  options.scope != null && assertStringArraysOverlap("Scope", payload.scope?.split(" "), options.scope, JwtInvalidScopeError);
}

// node_modules/aws-jwt-verify/dist/esm/jwt-verifier.js
var supportedSignatureAlgorithms = [
  "RS256",
  "RS384",
  "RS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA"
];
function validateJwtHeaderAndJwk(header, jwk) {
  assertIsSignatureJwk(jwk), jwk.alg && assertStringEquals("JWT signature algorithm", header.alg, jwk.alg, JwtInvalidSignatureAlgorithmError), assertStringArrayContainsString("JWT signature algorithm", header.alg, supportedSignatureAlgorithms, JwtInvalidSignatureAlgorithmError);
}
async function verifyDecomposedJwt(decomposedJwt, jwksUri, options, jwkFetcher, transformJwkToKeyObjectFn) {
  let { header, headerB64, payload, payloadB64, signatureB64 } = decomposedJwt, jwk = await jwkFetcher(jwksUri, decomposedJwt);
  validateJwtHeaderAndJwk(decomposedJwt.header, jwk);
  let keyObject = await transformJwkToKeyObjectFn(jwk, header.alg, payload.iss);
  if (!await nodeWebCompat.verifySignatureAsync({
    jwsSigningInput: `${headerB64}.${payloadB64}`,
    signature: signatureB64,
    alg: header.alg,
    keyObject
  }))
    throw new JwtInvalidSignatureError("Invalid signature");
  try {
    validateJwtFields(payload, options), options.customJwtCheck && await options.customJwtCheck({ header, payload, jwk });
  } catch (err) {
    throw options.includeRawJwtInErrors && err instanceof JwtInvalidClaimError ? err.withRawJwt(decomposedJwt) : err;
  }
  return payload;
}
function verifyDecomposedJwtSync(decomposedJwt, jwkOrJwks, options, transformJwkToKeyObjectFn) {
  let { header, headerB64, payload, payloadB64, signatureB64 } = decomposedJwt, jwk;
  if (isJwk(jwkOrJwks))
    jwk = jwkOrJwks;
  else if (isJwks(jwkOrJwks)) {
    let locatedJwk = header.kid ? findJwkInJwks(jwkOrJwks, header.kid) : void 0;
    if (!locatedJwk)
      throw new KidNotFoundInJwksError(`JWK for kid ${header.kid} not found in the JWKS`);
    jwk = locatedJwk;
  } else
    throw new ParameterValidationError([
      `Expected a valid JWK or JWKS (parsed as JavaScript object), but received: ${jwkOrJwks}.`,
      "If you're passing a JWKS URI, use the async verify() method instead, it will download and parse the JWKS for you"
    ].join());
  validateJwtHeaderAndJwk(decomposedJwt.header, jwk);
  let keyObject = transformJwkToKeyObjectFn(jwk, header.alg, payload.iss);
  if (!nodeWebCompat.verifySignatureSync({
    jwsSigningInput: `${headerB64}.${payloadB64}`,
    signature: signatureB64,
    alg: header.alg,
    keyObject
  }))
    throw new JwtInvalidSignatureError("Invalid signature");
  try {
    if (validateJwtFields(payload, options), options.customJwtCheck) {
      let res = options.customJwtCheck({ header, payload, jwk });
      assertIsNotPromise(res, () => new ParameterValidationError("Custom JWT checks must be synchronous but a promise was returned"));
    }
  } catch (err) {
    throw options.includeRawJwtInErrors && err instanceof JwtInvalidClaimError ? err.withRawJwt(decomposedJwt) : err;
  }
  return payload;
}
var JwtVerifierBase = class {
  constructor(verifyProperties, jwksCache = new SimpleJwksCache()) {
    if (this.jwksCache = jwksCache, this.issuersConfig = /* @__PURE__ */ new Map(), this.publicKeyCache = new KeyObjectCache(), Array.isArray(verifyProperties)) {
      if (!verifyProperties.length)
        throw new ParameterValidationError("Provide at least one issuer configuration");
      verifyProperties.forEach((prop, index) => {
        if (this.issuersConfig.has(prop.issuer))
          throw new ParameterValidationError(`issuer ${prop.issuer} supplied multiple times`);
        if (prop.issuer === null && verifyProperties.length >= 2)
          throw new ParameterValidationError(`issuer cannot be null when multiple issuers are supplied (at issuer: ${index})`);
        this.issuersConfig.set(prop.issuer, this.withJwksUri(prop));
      });
    } else
      this.issuersConfig.set(verifyProperties.issuer, this.withJwksUri(verifyProperties));
  }
  getIssuerConfig(issuer) {
    if (this.issuersConfig.size === 1 && (issuer = this.issuersConfig.keys().next().value), issuer === void 0)
      throw new ParameterValidationError("issuer must be provided");
    let config = this.issuersConfig.get(issuer);
    if (!config)
      throw new ParameterValidationError(`issuer not configured: ${issuer}`);
    return config;
  }
  /**
   * This method loads a JWKS that you provide, into the JWKS cache, so that it is
   * available for JWT verification. Use this method to speed up the first JWT verification
   * (when the JWKS would otherwise have to be downloaded from the JWKS uri), or to provide the JWKS
   * in case the JwtVerifier does not have internet access to download the JWKS
   *
   * @param jwksThe JWKS
   * @param issuer The issuer for which you want to cache the JWKS
   *  Supply this field, if you instantiated the JwtVerifier with multiple issuers
   * @returns void
   */
  cacheJwks(...[jwks, issuer]) {
    let issuerConfig = this.getIssuerConfig(issuer);
    this.jwksCache.addJwks(issuerConfig.jwksUri, jwks), this.publicKeyCache.clearCache(issuerConfig.issuer);
  }
  /**
   * Hydrate the JWKS cache for (all of) the configured issuer(s).
   * This will fetch and cache the latest and greatest JWKS for concerned issuer(s).
   *
   * @returns void
   */
  async hydrate() {
    let jwksFetches = Array.from(this.issuersConfig.values()).map(({ jwksUri }) => this.jwksCache.getJwks(jwksUri)), results = await Promise.allSettled(jwksFetches);
    if (results.every((r) => r.status === "rejected"))
      throw results[0].reason;
  }
  /**
   * Verify (synchronously) a JWT.
   *
   * @param jwt The JWT, as string
   * @param props Verification properties
   * @returns The payload of the JWT––if the JWT is valid, otherwise an error is thrown
   */
  verifySync(...[jwt, properties]) {
    let { decomposedJwt, jwksUri, verifyProperties } = this.getVerifyParameters(jwt, properties);
    return this.verifyDecomposedJwtSync(decomposedJwt, jwksUri, verifyProperties);
  }
  /**
   * Verify (synchronously) an already decomposed JWT.
   *
   * @param decomposedJwt The decomposed Jwt
   * @param jwk The JWK to verify the JWTs signature with
   * @param verifyProperties The properties to use for verification
   * @returns The payload of the JWT––if the JWT is valid, otherwise an error is thrown
   */
  verifyDecomposedJwtSync(decomposedJwt, jwksUri, verifyProperties) {
    let jwk = this.jwksCache.getCachedJwk(jwksUri, decomposedJwt);
    return verifyDecomposedJwtSync(decomposedJwt, jwk, verifyProperties, this.publicKeyCache.transformJwkToKeyObjectSync.bind(this.publicKeyCache));
  }
  /**
   * Verify (asynchronously) a JWT.
   * This call is asynchronous, and the JWKS will be fetched from the JWKS uri,
   * in case it is not yet available in the cache.
   *
   * @param jwt The JWT, as string
   * @param props Verification properties
   * @returns Promise that resolves to the payload of the JWT––if the JWT is valid, otherwise the promise rejects
   */
  async verify(...[jwt, properties]) {
    let { decomposedJwt, jwksUri, verifyProperties } = this.getVerifyParameters(jwt, properties);
    return this.verifyDecomposedJwt(decomposedJwt, jwksUri, verifyProperties);
  }
  /**
   * Verify (asynchronously) an already decomposed JWT.
   *
   * @param decomposedJwt The decomposed Jwt
   * @param jwk The JWK to verify the JWTs signature with
   * @param verifyProperties The properties to use for verification
   * @returns The payload of the JWT––if the JWT is valid, otherwise an error is thrown
   */
  verifyDecomposedJwt(decomposedJwt, jwksUri, verifyProperties) {
    return verifyDecomposedJwt(decomposedJwt, jwksUri, verifyProperties, this.jwksCache.getJwk.bind(this.jwksCache), this.publicKeyCache.transformJwkToKeyObjectAsync.bind(this.publicKeyCache));
  }
  /**
   * Get the verification parameters to use, by merging the issuer configuration,
   * with the overriding properties that are now provided
   *
   * @param jwt: the JWT that is going to be verified
   * @param verifyProperties: the overriding properties, that override the issuer configuration
   * @returns The merged verification parameters
   */
  getVerifyParameters(jwt, verifyProperties) {
    let decomposedJwt = decomposeUnverifiedJwt(jwt), issuerConfig = this.getIssuerConfig(decomposedJwt.payload.iss);
    return {
      decomposedJwt,
      jwksUri: issuerConfig.jwksUri,
      verifyProperties: {
        ...issuerConfig,
        ...verifyProperties
      }
    };
  }
  /**
   * Get issuer config with JWKS URI, by adding a default JWKS URI if needed
   *
   * @param config: the issuer config.
   * @returns The config with JWKS URI
   */
  withJwksUri(config) {
    if (config.jwksUri)
      return config;
    let issuer = config.issuer;
    if (!issuer)
      throw new ParameterValidationError("jwksUri must be provided for issuer null");
    let issuerUri = new URL(issuer).pathname.replace(/\/$/, "");
    return {
      jwksUri: new URL(`${issuerUri}/.well-known/jwks.json`, issuer).href,
      ...config
    };
  }
}, JwtVerifier = class extends JwtVerifierBase {
  static create(verifyProperties, additionalProperties) {
    return new this(verifyProperties, additionalProperties?.jwksCache);
  }
}, KeyObjectCache = class {
  constructor(transformJwkToKeyObjectSyncFn = nodeWebCompat.transformJwkToKeyObjectSync, transformJwkToKeyObjectAsyncFn = nodeWebCompat.transformJwkToKeyObjectAsync) {
    this.transformJwkToKeyObjectSyncFn = transformJwkToKeyObjectSyncFn, this.transformJwkToKeyObjectAsyncFn = transformJwkToKeyObjectAsyncFn, this.publicKeys = /* @__PURE__ */ new Map();
  }
  /**
   * Transform the JWK into a public key in native key object format.
   * If the transformed JWK is already in the cache, it is returned from the cache instead.
   *
   * @param jwk: the JWK
   * @param jwtHeaderAlg: the alg from the JWT header (used if absent on JWK)
   * @param issuer: the issuer that uses the JWK for signing JWTs (used for caching the transformation)
   * @returns the public key in native key object format
   */
  transformJwkToKeyObjectSync(jwk, jwtHeaderAlg, issuer) {
    let alg = jwk.alg ?? jwtHeaderAlg;
    if (!issuer || !jwk.kid || !alg)
      return this.transformJwkToKeyObjectSyncFn(jwk, alg, issuer);
    let fromCache = this.publicKeys.get(issuer)?.get(jwk.kid)?.get(alg);
    if (fromCache)
      return fromCache;
    let publicKey = this.transformJwkToKeyObjectSyncFn(jwk, alg, issuer);
    return this.putKeyObjectInCache(issuer, jwk.kid, alg, publicKey), publicKey;
  }
  /**
   * Transform the JWK into a public key in native key object format (async).
   * If the transformed JWK is already in the cache, it is returned from the cache instead.
   *
   * @param jwk: the JWK
   * @param jwtHeaderAlg: the alg from the JWT header (used if absent on JWK)
   * @param issuer: the issuer that uses the JWK for signing JWTs (used for caching the transformation)
   * @returns the public key in native key object format
   */
  async transformJwkToKeyObjectAsync(jwk, jwtHeaderAlg, issuer) {
    let alg = jwk.alg ?? jwtHeaderAlg;
    if (!issuer || !jwk.kid || !alg)
      return this.transformJwkToKeyObjectAsyncFn(jwk, alg, issuer);
    let fromCache = this.publicKeys.get(issuer)?.get(jwk.kid)?.get(alg);
    if (fromCache)
      return fromCache;
    let publicKey = await this.transformJwkToKeyObjectAsyncFn(jwk, alg, issuer);
    return this.putKeyObjectInCache(issuer, jwk.kid, alg, publicKey), publicKey;
  }
  putKeyObjectInCache(issuer, kid, alg, publicKey) {
    let cachedIssuer = this.publicKeys.get(issuer), cachedIssuerKid = cachedIssuer?.get(kid);
    cachedIssuerKid ? cachedIssuerKid.set(alg, publicKey) : cachedIssuer ? cachedIssuer.set(kid, /* @__PURE__ */ new Map([[alg, publicKey]])) : this.publicKeys.set(issuer, /* @__PURE__ */ new Map([[kid, /* @__PURE__ */ new Map([[alg, publicKey]])]]));
  }
  clearCache(issuer) {
    this.publicKeys.delete(issuer);
  }
};

// node_modules/aws-jwt-verify/dist/esm/cognito-verifier.js
function validateCognitoJwtFields(payload, options) {
  if (options.groups != null && assertStringArraysOverlap("Cognito group", payload["cognito:groups"], options.groups, CognitoJwtInvalidGroupError), assertStringArrayContainsString("Token use", payload.token_use, ["id", "access"], CognitoJwtInvalidTokenUseError), options.tokenUse !== null) {
    if (options.tokenUse === void 0)
      throw new ParameterValidationError("tokenUse must be provided or set to null explicitly");
    assertStringEquals("Token use", payload.token_use, options.tokenUse, CognitoJwtInvalidTokenUseError);
  }
  if (options.clientId !== null) {
    if (options.clientId === void 0)
      throw new ParameterValidationError("clientId must be provided or set to null explicitly");
    payload.token_use === "id" ? assertStringArrayContainsString('Client ID ("audience")', payload.aud, options.clientId, CognitoJwtInvalidClientIdError) : assertStringArrayContainsString("Client ID", payload.client_id, options.clientId, CognitoJwtInvalidClientIdError);
  }
}
var CognitoJwtVerifier = class _CognitoJwtVerifier extends JwtVerifierBase {
  constructor(props, jwksCache) {
    let issuerConfig = Array.isArray(props) ? props.flatMap((p) => {
      let regionFormat = _CognitoJwtVerifier.parseUserPoolId(p.userPoolId), globalFormatIssuer = `https://issuer-cognito-idp.${p.userPoolId.split("_")[0]}.amazonaws.com/${p.userPoolId}`, globalFormat = _CognitoJwtVerifier.parseUserPoolId(p.userPoolId, globalFormatIssuer);
      return [
        { ...p, ...regionFormat, audience: null },
        { ...p, ...globalFormat, audience: null }
      ];
    }) : [
      // Single user pool - create configs for both formats
      // audience checked by validateCognitoJwtFields
      {
        ...props,
        ..._CognitoJwtVerifier.parseUserPoolId(props.userPoolId),
        audience: null
      },
      {
        ...props,
        ..._CognitoJwtVerifier.parseUserPoolId(props.userPoolId, `https://issuer-cognito-idp.${props.userPoolId.split("_")[0]}.amazonaws.com/${props.userPoolId}`),
        audience: null
      }
    ];
    super(issuerConfig, jwksCache);
  }
  /**
   * Parse a User Pool ID, to extract the issuer and JWKS URI
   *
   * @param userPoolId The User Pool ID
   * @param jwtIssuer Optional issuer claim from the JWT being verified, used to determine the issuer format
   * @returns The issuer and JWKS URI for the User Pool
   */
  static parseUserPoolId(userPoolId, jwtIssuer) {
    let match = userPoolId.match(this.USER_POOL_ID_REGEX);
    if (!match)
      throw new ParameterValidationError(`Invalid Cognito User Pool ID: ${userPoolId}`);
    let region = match.groups.region, issuer;
    return jwtIssuer ? jwtIssuer.includes("issuer-cognito-idp") ? issuer = `https://issuer-cognito-idp.${region}.amazonaws.com/${userPoolId}` : issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}` : issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`, {
      issuer,
      jwksUri: `${issuer}/.well-known/jwks.json`
    };
  }
  static create(verifyProperties, additionalProperties) {
    return new this(verifyProperties, additionalProperties?.jwksCache);
  }
  /**
   * Verify (synchronously) a JWT that is signed by Amazon Cognito.
   *
   * @param jwt The JWT, as string
   * @param props Verification properties
   * @returns The payload of the JWT––if the JWT is valid, otherwise an error is thrown
   */
  verifySync(...[jwt, properties]) {
    let { decomposedJwt, jwksUri, verifyProperties } = this.getVerifyParameters(jwt, properties);
    this.verifyDecomposedJwtSync(decomposedJwt, jwksUri, verifyProperties);
    try {
      validateCognitoJwtFields(decomposedJwt.payload, verifyProperties);
    } catch (err) {
      throw verifyProperties.includeRawJwtInErrors && err instanceof JwtInvalidClaimError ? err.withRawJwt(decomposedJwt) : err;
    }
    return decomposedJwt.payload;
  }
  /**
   * Verify (asynchronously) a JWT that is signed by Amazon Cognito.
   * This call is asynchronous, and the JWKS will be fetched from the JWKS uri,
   * in case it is not yet available in the cache.
   *
   * @param jwt The JWT, as string
   * @param props Verification properties
   * @returns Promise that resolves to the payload of the JWT––if the JWT is valid, otherwise the promise rejects
   */
  async verify(...[jwt, properties]) {
    let { decomposedJwt, jwksUri, verifyProperties } = this.getVerifyParameters(jwt, properties);
    await this.verifyDecomposedJwt(decomposedJwt, jwksUri, verifyProperties);
    try {
      validateCognitoJwtFields(decomposedJwt.payload, verifyProperties);
    } catch (err) {
      throw verifyProperties.includeRawJwtInErrors && err instanceof JwtInvalidClaimError ? err.withRawJwt(decomposedJwt) : err;
    }
    return decomposedJwt.payload;
  }
  /**
   * This method loads a JWKS that you provide, into the JWKS cache, so that it is
   * available for JWT verification. Use this method to speed up the first JWT verification
   * (when the JWKS would otherwise have to be downloaded from the JWKS uri), or to provide the JWKS
   * in case the JwtVerifier does not have internet access to download the JWKS
   *
   * @param jwks The JWKS
   * @param userPoolId The userPoolId for which you want to cache the JWKS
   *  Supply this field, if you instantiated the CognitoJwtVerifier with multiple userPoolIds
   * @returns void
   */
  cacheJwks(...[jwks, userPoolId]) {
    let poolId = userPoolId;
    if (!poolId) {
      let uniqueUserPoolIds = new Set(Array.from(this.issuersConfig.values()).map((config) => config.userPoolId));
      if (uniqueUserPoolIds.size > 1)
        throw new ParameterValidationError("userPoolId must be provided");
      poolId = Array.from(uniqueUserPoolIds)[0];
    }
    let regionFormatIssuer = _CognitoJwtVerifier.parseUserPoolId(poolId).issuer, globalFormatIssuer = _CognitoJwtVerifier.parseUserPoolId(poolId, `https://issuer-cognito-idp.${poolId.split("_")[0]}.amazonaws.com/${poolId}`).issuer;
    super.cacheJwks(jwks, regionFormatIssuer), super.cacheJwks(jwks, globalFormatIssuer);
  }
};
CognitoJwtVerifier.USER_POOL_ID_REGEX = /^(?<region>(?:eusc-[a-z]{2}|[a-z]{2})-(gov-)?[a-z]+-\d)_[a-zA-Z0-9]+$/;

// runtime/authorizer/verify-token.ts
var SKEW = 30, ALGORITHMS = /* @__PURE__ */ new Set(["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"]), KEYS_LIVE = 36e5, TokenVerifier = class {
  constructor(issuers, fetch4, now) {
    this.issuers = issuers;
    this.fetch = fetch4;
    this.now = now;
  }
  issuers;
  fetch;
  now;
  verifiers = /* @__PURE__ */ new Map();
  made = -1 / 0;
  /** @throws a `Refusal` for a token that is not valid; anything else when that could not be told */
  async verify(token) {
    let { issuer, verify: verify2 } = this.verifierOf(token), claims = await verify2(token).catch((error) => {
      throw refusalFor(error);
    });
    if (typeof claims.exp != "number") throw unauthorized("token-without-end");
    let { sub } = claims;
    if (typeof sub != "string" || sub === "" || sub.length > 255) throw unauthorized("token-without-subject");
    return { claims, subject: sub, issuer };
  }
  /** By what the token says of itself, which nobody believes before its signature is checked with that issuer's keys. */
  verifierOf(token) {
    let { header, payload } = decomposed(token);
    if (!ALGORITHMS.has(header.alg)) throw unauthorized("algorithm");
    if ("crit" in header) throw unauthorized("critical-header");
    this.now() - this.made > KEYS_LIVE && (this.verifiers = new Map(this.issuers.flatMap((issuer) => verifiersFor(issuer, this.fetch))), this.made = this.now());
    let verifier = typeof payload.iss == "string" ? this.verifiers.get(payload.iss) : void 0;
    if (!verifier) throw unauthorized("issuer");
    return verifier;
  }
};
function decomposed(token) {
  try {
    return decomposeUnverifiedJwt(token);
  } catch {
    throw unauthorized("token-malformed");
  }
}
function verifiersFor(issuer, fetch4) {
  let keysAt = (address) => fetch4(address).catch(() => {
    throw new Failure("keys-unreachable");
  }), jwksCache = new SimpleJwksCache({ fetcher: { fetch: keysAt } });
  if (issuer.kind === "oidc") {
    let { issuer: iss, audience, jwks: jwksUri } = issuer, one2 = JwtVerifier.create(
      { issuer: iss, audience: [...audience], jwksUri, graceSeconds: SKEW, customJwtCheck: checkKind },
      { jwksCache }
    );
    return [[iss, { issuer, verify: (token) => one2.verify(token) }]];
  }
  let { pool: userPoolId, clients, use: tokenUse } = issuer, one = CognitoJwtVerifier.create(
    { userPoolId, clientId: [...clients], tokenUse, graceSeconds: SKEW, customJwtCheck: checkKind },
    { jwksCache }
  ), verifier = { issuer, verify: (token) => one.verify(token) }, [region] = userPoolId.split("_");
  return ["cognito-idp", "issuer-cognito-idp"].map((host) => [
    CognitoJwtVerifier.parseUserPoolId(userPoolId, `https://${host}.${region}.amazonaws.com/${userPoolId}`).issuer,
    verifier
  ]);
}
function checkKind({ header, jwk }) {
  if (!header.alg?.startsWith(jwk.kty === "RSA" ? "RS" : "ES")) throw unauthorized("algorithm");
}
var REASONS = [
  [JwtExpiredError, "token-expired"],
  [JwtNotBeforeError, "token-not-yet-valid"],
  [JwtInvalidAudienceError, "audience"],
  [CognitoJwtInvalidClientIdError, "audience"],
  [CognitoJwtInvalidTokenUseError, "token-use"],
  [JwtInvalidSignatureAlgorithmError, "algorithm"],
  [JwtInvalidSignatureError, "signature"],
  [JwtWithoutValidKidError, "key-unknown"],
  [KidNotFoundInJwksError, "key-unknown"],
  [WaitPeriodNotYetEndedJwkError, "key-unknown"],
  [JwtParseError, "token-malformed"],
  [FailedAssertionError, "claim"]
];
function refusalFor(error) {
  if (error instanceof Refusal) return error;
  if (error instanceof JwksValidationError || error instanceof JwkValidationError)
    return new Failure("keys-unreadable");
  let [, reason] = REASONS.find(([type]) => error instanceof type) ?? [];
  return reason === void 0 ? error : unauthorized(reason);
}

// runtime/authorizer/check-policy.ts
function checkPolicy(policy2, identity, event, now) {
  if (policy2.scopes && !policy2.scopes.some((scope) => scopesOf(identity).includes(scope))) throw denied("scope");
  if (policy2.owner && checkOwner(policy2.owner, identity, event), policy2.login !== void 0 && !isFresh(identity.claims.auth_time, policy2.login, now))
    throw denied("login-too-old");
  if (policy2.mfa !== void 0 && !hasSecondFactor(identity, policy2.mfa)) throw denied("second-factor");
}
function scopesOf({ claims, issuer }) {
  let said = claims[issuer.kind === "oidc" ? issuer.scope : "scope"];
  return typeof said == "string" ? said.split(" ").filter((scope) => scope !== "") : Array.isArray(said) ? said.filter((scope) => typeof scope == "string") : [];
}
function checkOwner([parameter, claim], { claims }, event) {
  let named = own(event.pathParameters, parameter);
  if (typeof named != "string" || named === "") throw denied("owner-absent");
  if (named.includes("%")) throw denied("owner-encoded");
  let owner = own(claims, claim);
  if (typeof owner != "string" || owner !== named) throw denied("owner");
}
var own = (object, key) => object && Object.prototype.hasOwnProperty.call(object, key) ? object[key] : void 0;
function isFresh(at, most, now) {
  if (typeof at != "number" || !Number.isFinite(at)) return !1;
  let age = now / 1e3 - at;
  return age <= most && age >= -SKEW;
}
function hasSecondFactor({ claims }, claim) {
  let said = own(claims, claim);
  return Array.isArray(said) ? said.includes("mfa") : claim !== "amr" && (said === !0 || said === "true" || said === "mfa");
}

// runtime/authorizer/answer.ts
function allow(identity, methodArn) {
  let { claims, subject, issuer } = identity, clientId = issuer.kind === "cognito" && issuer.use === "id" ? claims.aud : claims.client_id ?? claims.azp;
  return {
    ...policy(subject, "Allow", methodArn),
    context: {
      sub: subject,
      issuer: String(claims.iss),
      scope: scopesOf(identity).join(" "),
      clientId: typeof clientId == "string" ? clientId : ""
    }
  };
}
var deny = (subject, methodArn) => policy(subject, "Deny", methodArn), policy = (principalId, Effect, Resource) => ({
  principalId,
  policyDocument: { Version: "2012-10-17", Statement: [{ Effect, Action: "execute-api:Invoke", Resource }] }
});

// runtime/authorizer/bearer-token.ts
var LONGEST_TOKEN = 8192;
function bearerToken({ headers, multiValueHeaders }) {
  let single = valuesOf(headers), all = valuesOf(multiValueHeaders), [value] = single.length > 0 ? single : all;
  if (value === void 0) throw unauthorized("token-absent");
  if (single.length > 1 || all.length > 1 || all.length === 1 && all[0] !== value) throw unauthorized("token-twice");
  if (typeof value != "string") throw unauthorized("token-malformed");
  if (value.length > LONGEST_TOKEN) throw unauthorized("token-too-long");
  let [, token] = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(value) ?? [];
  if (token === void 0) throw unauthorized("token-malformed");
  return token;
}
var valuesOf = (headers) => Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() === "authorization").flatMap(([, value]) => value);

// lib/api/route-table.ts
var TABLE_VARIABLE = "AUTHORIZER_TABLE";
var routeKey = (method, path) => `${method} ${path}`;
function parseRouteTable(text) {
  let table = JSON.parse(text);
  demand(isObject(table) && table.v === 1 && keysIn(table, ["v", "issuers", "policies", "routes"]), "a table");
  let { issuers, policies, routes } = table;
  demand(Array.isArray(issuers) && issuers.length > 0 && issuers.every(isIssuer), "its issuers"), demand(Array.isArray(policies) && policies.every(isPolicy), "its policies"), demand(isObject(routes), "its routes");
  for (let place of Object.values(routes))
    demand(Number.isInteger(place) && policies[place] !== void 0, "a route");
  return table;
}
function demand(holds, what) {
  if (!holds) throw new Error(`expected ${what} of the authorizer, got something else`);
}
var isObject = (value) => typeof value == "object" && value !== null && !Array.isArray(value), isText = (value) => typeof value == "string" && value !== "", areTexts = (value) => Array.isArray(value) && value.length > 0 && value.every(isText), keysIn = (value, names) => Object.keys(value).every((key) => names.includes(key));
function isIssuer(one) {
  return isObject(one) ? one.kind === "cognito" ? keysIn(one, ["kind", "pool", "clients", "use"]) && isText(one.pool) && areTexts(one.clients) && (one.use === "access" || one.use === "id") : one.kind === "oidc" && keysIn(one, ["kind", "issuer", "audience", "jwks", "scope"]) && [one.issuer, one.jwks, one.scope].every(isText) && areTexts(one.audience) : !1;
}
var isPolicy = (one) => isObject(one) && keysIn(one, ["scopes", "owner", "login", "mfa"]) && (one.scopes === void 0 || areTexts(one.scopes)) && (one.owner === void 0 || areTexts(one.owner) && one.owner.length === 2) && (one.login === void 0 || Number.isFinite(one.login) && one.login > 0) && (one.mfa === void 0 || isText(one.mfa));

// runtime/authorizer/handler.ts
var UNAUTHORIZED = "Unauthorized", UNAVAILABLE = "Unavailable";
function createHandler({ table, fetch: fetch4, log, now }) {
  let known, configuration = () => {
    if (!known) {
      let read = tableIn(table());
      known = { table: read, tokens: new TokenVerifier(read.issuers, fetch4, now) };
    }
    return known;
  };
  return async (event) => {
    let route = routeOf(event), identity, tell = (decision, reason) => log({
      event: "authorization",
      decision,
      reason,
      route: route ?? "unknown",
      requestId: textOf(event?.requestContext?.requestId),
      ...identity && { subject: hashed(identity.subject) }
    });
    try {
      let { table: rules, tokens } = configuration();
      identity = await tokens.verify(bearerToken(event)), checkPolicy(policyOf(rules, route), identity, event, now());
      let answer = allow(identity, exactArn(event));
      return tell("allowed", "ok"), answer;
    } catch (error) {
      if (!(error instanceof Refusal))
        throw tell("failed", error instanceof Failure ? error.reason : "unexpected"), new Error(UNAVAILABLE);
      if (tell(error.decision, error.reason), error.decision === "unauthorized" || !identity) throw new Error(UNAUTHORIZED);
      return deny(identity.subject, textOf(event.methodArn));
    }
  };
}
function tableIn(text) {
  try {
    return parseRouteTable(text ?? "");
  } catch {
    throw new Failure("table-unreadable");
  }
}
function routeOf(event) {
  let { resource, httpMethod, requestContext } = event ?? {};
  return typeof resource != "string" || typeof httpMethod != "string" ? void 0 : requestContext?.resourcePath === resource && requestContext.httpMethod === httpMethod ? routeKey(httpMethod, resource) : void 0;
}
function policyOf({ routes, policies }, route) {
  if (!(route !== void 0 && Object.prototype.hasOwnProperty.call(routes, route))) throw denied("route");
  return policies[routes[route]];
}
function exactArn({ methodArn }) {
  if (typeof methodArn != "string" || !/^arn:[^*?$]+$/.test(methodArn)) throw denied("path");
  return methodArn;
}
var textOf = (value) => typeof value == "string" ? value : "", hashed = (subject) => createHash("sha256").update(subject).digest("hex").slice(0, 16);

// runtime/authorizer/index.ts
var handler = createHandler({
  table: () => process.env[TABLE_VARIABLE],
  fetch: fetchKeys,
  // one object becomes one field of the JSON that Lambda logs
  log: (line) => console.info(line),
  now: Date.now
});
export {
  handler
};
