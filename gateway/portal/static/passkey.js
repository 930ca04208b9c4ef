// A passkey as the client's own key (tier A): the device or its maker's cloud keeps it, and asks who is there each time.
// What it signs is the hash of the document (docs/decisions/0052); sleutel.js decides what may be signed.
"use strict";

globalThis.passkey = (() => {
  const HALF = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
  const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const ES256 = -7; // COSE
  const SPKI = 91; // bytes of a P-256 public key in that form: its last 64 are x and y
  const b64url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

  // A passkey is bound to a host name, never to an address.
  const host = (audience) => new URL(audience).hostname;
  const available = (audience) => {
    const name = host(audience);
    return Boolean(window.PublicKeyCredential) && name === location.hostname && !/^[\d.]+$|:/.test(name);
  };

  const make = async (audience, name) => {
    const made = await navigator.credentials.create({
      publicKey: {
        rp: { id: host(audience), name: "Wijkdossier" },
        user: { id: crypto.getRandomValues(new Uint8Array(32)), name, displayName: name },
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        pubKeyCredParams: [{ type: "public-key", alg: ES256 }],
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        attestation: "none",
      },
    });
    const spki = new Uint8Array(made.response.getPublicKey());
    if (made.response.getPublicKeyAlgorithm() !== ES256 || spki.length !== SPKI) throw new Error("not a P-256 key");
    return { id: made.rawId, jwk: { crv: "P-256", kty: "EC", x: b64url(spki.slice(-64, -32)), y: b64url(spki.slice(-32)) } };
  };

  // ECDSA-Sig-Value in DER, to r and the lower s of 32 bytes each.
  const plain = (der) => {
    const bytes = new Uint8Array(der);
    const number = (at) => {
      const digits = Array.from(bytes.slice(at + 2, at + 2 + bytes[at + 1]), (byte) => byte.toString(16).padStart(2, "0"));
      return BigInt("0x" + digits.join(""));
    };
    const r = number(2);
    const s = number(4 + bytes[3]);
    const both = [r, s > HALF ? ORDER - s : s].map((n) => n.toString(16).padStart(64, "0")).join("");
    return Uint8Array.from(both.match(/../g), (byte) => parseInt(byte, 16));
  };

  const sign = async (audience, id, text) => {
    const utf8 = new TextEncoder();
    const { response } = await navigator.credentials.get({
      publicKey: {
        rpId: host(audience),
        challenge: await crypto.subtle.digest("SHA-256", utf8.encode(text)),
        allowCredentials: [{ type: "public-key", id }],
        userVerification: "required",
      },
    });
    // Canonical JSON: the members in this order, nothing between them.
    const part = {
      authenticatorData: b64url(response.authenticatorData),
      clientDataJSON: b64url(response.clientDataJSON),
      signature: b64url(plain(response.signature)),
    };
    return `${text}.${b64url(utf8.encode(JSON.stringify(part)))}`;
  };

  return { available, make, sign };
})();
