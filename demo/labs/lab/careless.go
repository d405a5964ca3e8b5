package lab

import (
	"cmp"
	"net/http"
	"net/url"

	"quartet.example/demo/labs/naive"
)

// startCareless starts the careless programs of the scene. They learn in wire where the others are.
func (s *Scene) startCareless() error {
	if s.parts == Everything || s.parts == OnlyClient {
		s.app = &naive.Client{Defences: s.Target.Defences, Holes: s.holes(), Timeout: settleTime, Now: s.Now}
		if err := s.startOne(&s.Client, "naive-app", carelessClient, s.app); err != nil {
			return err
		}
		s.app.Address = s.Client
	}
	if s.parts == Everything || s.parts == OnlyAPI {
		s.service = &naive.API{Defences: s.Target.Defences, Holes: openHoles, Notes: s.notes, Now: s.Now, Scope: "notes:read"}
		if err := s.startOne(&s.API, "naive-api", carelessAPI, s.service); err != nil {
			return err
		}
	}
	if s.parts != Everything {
		return nil
	}
	s.Careless = &naive.Server{Defences: s.Target.Defences, Users: map[string]string{victimName: victimPassword, attackerName: attackerPassword}, Now: s.Now}
	return s.startOne(&s.Issuer, "naive-auth", carelessServer, s.Careless)
}

func (s *Scene) startOne(address *string, name, role string, h http.Handler) (err error) {
	*address, err = s.serve(name, role, h)
	return err
}

// holes returns what the careless client does not do. With a defence of PKCE it sends a
// challenge, without which a server has nothing to compare.
func (s *Scene) holes() naive.ClientHoles {
	return naive.ClientHoles{
		NoLogin: true, IgnoreState: true, IgnoreIss: true, KeepLogin: true, NoPKCE: !s.Has("as.pkce.verifier") && !s.Has("as.pkce.required"),
		NoIDToken: true, SkipNonce: true, AnyMetadata: true, AnyUserinfo: true, AnyReturn: true, KeepSession: true, Readable: true, AnySite: true,
	}
}

// openHoles are what the careless API does not do.
var openHoles = naive.Holes{Trusting: true, SkipScope: true, SkipUser: true, TokenInQuery: true, FirstOfTwo: true}

// webScope is what the careless client asks for. Only the reference issues an ID token.
const webScope = "openid profile notes:read notes:write"

// CheckScope makes the careless API check the scope of every token, in attacks that are about how a token
// gets its scope.
func (s *Scene) CheckScope() {
	if s.service != nil {
		s.service.Holes.SkipScope = false
	}
}

// wire tells the careless programs where the others are, and registers the clients at the careless server.
func (s *Scene) wire() {
	s.Pages, s.Login = s.pages(), s.Client+"/login"
	if s.lab.Servers == TwoServers {
		s.Login += "?" + url.Values{"issuer": {s.Issuer}}.Encode()
	}
	if s.app != nil {
		s.Web = App{ID: "naive-web", Secret: s.webSecret, RedirectURI: s.Client + "/callback", Scope: webScope, PKCE: !s.app.Holes.NoPKCE}
		s.app.Issuer, s.app.ClientID, s.app.ClientSecret, s.app.API, s.app.Scope = s.Issuer, s.Web.ID, s.Web.Secret, s.API, s.Web.Scope
		s.app.HTTP = s.network.client(carelessClient, s.network.transport())
		if s.lab.Servers == TwoServers {
			s.app.Others = append(s.app.Others, s.atEvil())
		}
		if s.lab.Signs {
			s.signCarelessly()
		}
	}
	if s.service != nil {
		s.service.Issuer, s.service.Audience = s.Issuer, cmp.Or(s.Resource, s.API)
		if s.Stack != nil {
			known := s.Stack.Settings.Resourceserver
			s.service.ClientID, s.service.ClientSecret = known.ClientID, known.ClientSecret.Reveal()
		}
		s.service.HTTP = s.network.client(carelessAPI, s.network.transport())
	}
	if s.Careless != nil {
		s.Careless.Issuer = s.Issuer
		for _, app := range []App{s.Web, s.Pages, s.Native, s.Mallory} {
			s.Careless.Apps = append(s.Careless.Apps, naive.App{ID: app.ID, Secret: app.Secret, Key: s.keyOf(app), RedirectURI: app.RedirectURI, Domain: originOf(app.RedirectURI)})
		}
		s.service.Look = s.Careless.Look
	}
	s.Web.Secret = "" // an attack does not know it
}
