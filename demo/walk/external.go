package walk

import (
	"slices"

	"quartet.example/shared/oauth"
)

// Elsewhere returns another authorization server as a target. One client performs all parts of the flows, and
// a person signs in with a browser of their own.
func Elsewhere(issuer string, key ClientKey) *Target {
	t := &Target{Issuer: issuer, Clients: map[Part]ClientKey{}}
	for _, part := range []Part{WebApp, NativeApp, Machine, Device, Exchanger, API} {
		t.Clients[part] = key
	}
	return t
}

// method returns how a client authenticates: as it is registered, or else as the server supports it. The
// default is that of RFC 8414 §2.
func (w *walker) method(key ClientKey) oauth.AuthMethod {
	supported := w.metadata.TokenEndpointAuthMethodsSupported
	switch {
	case key.Secret == "":
		return oauth.NoAuthentication
	case key.Method != "":
		return key.Method
	case !slices.Contains(supported, oauth.ClientSecretBasic) && slices.Contains(supported, oauth.ClientSecretPost):
		return oauth.ClientSecretPost
	}
	return oauth.ClientSecretBasic
}
