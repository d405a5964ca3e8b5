package naive

// ClientHoles says which defences a Client lacks. The zero value lacks none.
type ClientHoles struct {
	// The authorization request and its response.
	AnyBrowser    bool // finds the sign-in by state alone, whichever browser brings it
	NoLogin       bool // takes a response in a browser in which no sign-in was begun
	IgnoreState   bool // does not compare state
	FixedState    bool // sends the same state each time
	IgnoreIss     bool // does not look at iss of the response
	FirstCode     bool // takes the first of two codes
	IgnoreError   bool // uses the code of an error response
	KeepLogin     bool // accepts the response of a sign-in twice
	FailOnError   bool // answers 500 to an error response
	ShowError     bool // writes error_description into the page as it is
	NoPKCE        bool
	FixedVerifier bool // sends the same code_verifier each time

	// The ID token.
	NoIDToken, SkipIss, SkipAud, OtherAuds, SkipAzp, SkipExp, SkipIat, SkipSub, SkipAtHash bool
	SkipNonce                                                                              bool
	FixedNonce                                                                             bool // sends the same nonce each time
	FirstClaim                                                                             bool // takes the first of two claims of the same name
	AnyCase                                                                                bool // reads names of claims without regard to case
	AllowNone                                                                              bool // accepts alg none
	HMACPublicKey                                                                          bool // verifies HS256 with the public key as the secret
	HMACSecret                                                                             bool // verifies HS256 with the client secret
	SkipSignature                                                                          bool // does not verify RS256
	UnknownKey                                                                             bool // does not verify a token whose key it does not find
	TrustJWK                                                                               bool // verifies with the key in the header of the token

	// Metadata, keys and the other responses of the server.
	AnyMetadata     bool // accepts metadata of another issuer
	AllOrNoKeys     bool // refuses a key set if it cannot read one of the keys
	FetchOnce       bool // fetches the keys only once
	FollowRedirects bool // of the token endpoint and of UserInfo
	AnyTokenType    bool
	Unlimited       bool // reads a response of any size
	Patient         bool // waits for a response of any duration
	AnyUserinfo     bool // accepts UserInfo of another user

	// Proofs of possession.
	OtherTarget bool // the proof is for another address
	OldProof    bool // sends one proof with every request
	IgnoreNonce bool // does not repeat a request with the nonce of the server

	// Client assertions.
	EndpointAud bool // names the token endpoint of the metadata as the audience

	// Pages and the session.
	ShowName    bool // writes the name of the user into the page as it is
	ShowToken   bool // writes the access token into the page
	VerifierOut bool // puts the code_verifier into a cookie that scripts can read
	KeepSession bool // keeps the session id at sign-in
	Readable    bool // session cookie without HttpOnly
	AnySite     bool // session cookie without SameSite
	Insecure    bool // session cookie without Secure
	AnyReturn   bool // sends the browser to any address after the sign-in
}
