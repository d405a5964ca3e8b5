package checks

import "quartet.example/shared/oauth"

// The ID token (OIDC Core §3.1.3.7). A token that fails ends the login; at a
// refresh it ends the session (§12.2).
var (
	IDTokenPresent = oauth.Check{
		ID: "client.idtoken.present", Spec: "OIDC Core §3.1.3.3", Error: oauth.AccessDenied,
		Meaning: "the token response has an ID token",
		Refusal: "the authorization server did not say who signed in",
		Stops:   "a sign-in without a user",
	}
	IDTokenSig = oauth.Check{
		ID: "client.idtoken.sig", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "the ID token is signed with a key of the issuer, by an algorithm that we allow",
		Refusal: "the signature of the ID token is not valid",
		Stops:   "forged identities, alg none, algorithm confusion", Suspicious: true,
	}
	IDTokenIss = oauth.Check{
		ID: "client.idtoken.iss", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "iss is our issuer, octet by octet",
		Refusal: "the ID token is of another issuer",
		Stops:   "tokens of a server that we did not ask", Suspicious: true,
	}
	IDTokenAud = oauth.Check{
		ID: "client.idtoken.aud", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "aud names us",
		Refusal: "the ID token is for another client",
		Stops:   "a token that another client got, used to sign in here", Suspicious: true,
	}
	IDTokenAudiences = oauth.Check{
		ID: "client.idtoken.audiences", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "the ID token names no audience beside this client, unless the settings trust it",
		Refusal: "the ID token is also for an audience that this application does not trust",
		Stops:   "signing in as the user with an ID token that another party also holds", Suspicious: true,
	}
	IDTokenAzp = oauth.Check{
		ID: "client.idtoken.azp", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "azp, if there is one or more than one audience, names us",
		Refusal: "the ID token was issued to another client",
		Stops:   "a token with several audiences, used by the wrong one", Suspicious: true,
	}
	IDTokenExp = oauth.Check{
		ID: "client.idtoken.exp", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "the ID token has not expired and was not issued in the future",
		Refusal: "the ID token has expired, or the clocks differ",
		Stops:   "old tokens",
	}
	IDTokenSub = oauth.Check{
		ID: "client.idtoken.sub", Spec: "OIDC Core §2", Error: oauth.AccessDenied,
		Meaning: "the ID token names a user, at a refresh the same one as before",
		Refusal: "the ID token names no user or another one",
		Stops:   "a session that changes to another user", Suspicious: true,
	}
	NonceMatch = oauth.Check{
		ID: "client.nonce.match", Spec: "OIDC Core §3.1.3.7", Error: oauth.AccessDenied,
		Meaning: "nonce is the one that this login sent",
		Refusal: "the ID token is not of this login",
		Stops:   "injection of a code from another login", Suspicious: true,
	}
	IDTokenAtHash = oauth.Check{
		ID: "client.idtoken.at_hash", Spec: "OIDC Core §3.1.3.8", Error: oauth.AccessDenied,
		Meaning: "at_hash, if there is one, is the hash of the access token",
		Refusal: "the access token is not the one of this ID token",
		Stops:   "an access token that was swapped", Suspicious: true,
	}
	UserinfoSub = oauth.Check{
		ID: "client.userinfo.sub", Spec: "OIDC Core §5.3.2", Error: oauth.AccessDenied,
		Meaning: "UserInfo speaks of the user of the ID token",
		Refusal: "UserInfo is about another user",
		Stops:   "claims about one user attached to another", Suspicious: true,
	}
)
