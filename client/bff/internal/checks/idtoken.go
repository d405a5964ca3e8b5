package checks

import "quartet.example/shared/oauth"

// The ID token (OIDC Core §3.1.3.7). A token that fails ends the login; at a
// refresh it ends the session (§12.2).
var (
	IDTokenPresent = oauth.Check{
		ID: "client.idtoken.present", Spec: "OIDC Core §3.1.3.3", Error: oauth.AccessDenied,
		Meaning: "the token response has an ID token",
		Refusal: "the authorization server did not say who signed in",
		Stops:   "a sign-in without a known user",
	}
	IDTokenSig = oauth.Check{
		ID: "client.idtoken.sig", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "the ID token is signed with a key of the issuer and an allowed algorithm",
		Refusal: "the signature of the ID token is not valid",
		Stops:   "forged ID tokens, alg none, and algorithm confusion", Suspicious: true, Decisive: "forged token",
	}
	IDTokenIss = oauth.Check{
		ID: "client.idtoken.iss", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "iss is exactly the issuer of this sign-in",
		Refusal: "the ID token is of another issuer",
		Stops:   "ID tokens of another issuer", Suspicious: true, Decisive: "token of another issuer",
	}
	IDTokenAud = oauth.Check{
		ID: "client.idtoken.aud", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "aud has the client_id of this client",
		Refusal: "the ID token is for another client",
		Stops:   "an ID token of another client, used to sign in here", Suspicious: true, Decisive: "audience confusion",
	}
	IDTokenAudiences = oauth.Check{
		ID: "client.idtoken.audiences", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "the ID token names no audience beside this client, unless the settings trust it",
		Refusal: "the ID token is also for an audience that this application does not trust",
		Stops:   "sign-in with an ID token that another party also has", Suspicious: true,
	}
	IDTokenAzp = oauth.Check{
		ID: "client.idtoken.azp", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "azp is the client_id of this client, if azp is present or there are several audiences",
		Refusal: "the ID token was issued to another client",
		Stops:   "an ID token issued to another client, with this client among its audiences", Suspicious: true,
	}
	IDTokenExp = oauth.Check{
		ID: "client.idtoken.exp", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "the ID token has not expired and was not issued in the future",
		Refusal: "the ID token has expired, or the clocks differ",
		Stops:   "use of expired ID tokens", Decisive: "expired token",
	}
	IDTokenSub = oauth.Check{
		ID: "client.idtoken.sub", Spec: "OIDC Core §2", Error: oauth.AccessDenied,
		Meaning: "the ID token has a sub, and after a refresh the same sub as before",
		Refusal: "the ID token names no user or another one",
		Stops:   "a session that changes to another user", Suspicious: true,
	}
	NonceMatch = oauth.Check{
		ID: "client.nonce.match", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "nonce is the value that this login has sent",
		Refusal: "the ID token is not of this login",
		Stops:   "injection of a code from another login", Suspicious: true, Decisive: "code injection",
	}
	IDTokenAtHash = oauth.Check{
		ID: "client.idtoken.at_hash", Spec: "OIDC Core §3.1.3.8", Error: oauth.AccessDenied,
		Meaning: "at_hash, if it is present, is the hash of the access token",
		Refusal: "the access token is not the one of this ID token",
		Stops:   "an access token replaced by another one", Suspicious: true, Decisive: "access token injection",
	}
	UserinfoSub = oauth.Check{
		ID: "client.userinfo.sub", Spec: "OIDC Core §5.3.2", Error: oauth.AccessDenied,
		Meaning: "the sub of the UserInfo response is the sub of the ID token",
		Refusal: "UserInfo is about another user",
		Stops:   "claims of one user attributed to another", Suspicious: true,
	}
)
