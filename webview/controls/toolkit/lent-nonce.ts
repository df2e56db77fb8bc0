/**
 * As it loads, the toolkit tries a style element, which the page's policy lets it do with the nonce of the page's own
 * script. It looks for it here, and it is taken away once that is done.
 */
export const lentNonce = document.createElement("meta");
lentNonce.setAttribute("property", "csp-nonce");
lentNonce.content = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
document.head.append(lentNonce);
