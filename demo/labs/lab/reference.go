package lab

import (
	"errors"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/controlapi"
	"quartet.example/demo/stack"
)

// startReference starts the services but the inspector, with the clients of the labs in the seed.
func (s *Scene) startReference() error {
	var err error
	s.Stack, err = stack.Start(s.ctx, stack.Options{
		FreePorts: true, NoInspector: true, Now: s.Now, Sink: s.record, TraceKey: s.network.key, Configure: s.configure,
	})
	if err != nil {
		return errors.Join(s.failed, err)
	}
	s.ends = append(s.ends, s.Stack.Close)
	if s.failed != nil {
		return s.failed
	}
	for _, one := range s.Stack.Settings.Services() {
		s.network.roles[one.Host()] = one.Name
	}
	return nil
}

// configure adds the clients of the lab to the seed, and takes over the URLs of the roles that are not
// careless.
func (s *Scene) configure(settings *stack.Settings) {
	s.Issuer = settings.Authserver.Issuer
	if s.Client == "" {
		s.Client = settings.Client.PublicURL
		s.Web = App{ID: "notes", RedirectURI: s.Client + "/callback", Scope: "openid profile offline_access notes:read notes:write", PKCE: true}
	}
	s.Resource = settings.Resourceserver.Resource
	if s.API == "" {
		s.API = s.Resource
	}
	settings.Client.APIURL, settings.Client.Resource = s.API, s.Resource // a careless API has the identifier of the other
	if s.lab.Servers == TwoServers {
		settings.Client.Providers = s.providers()
	}
	if s.lab.Signs && s.app == nil {
		s.sign(&settings.Client)
	}
	settings.Authserver.Seed = s.seed(settings.Authserver.Seed)
	if s.lab.Configure != nil {
		s.failed = s.lab.Configure(s, settings)
	}
}

// AddToSeed adds an entry to one of the lists of a seed, such as clients.
func AddToSeed(text, list string, entry map[string]any) (string, error) {
	var seed map[string]any
	if err := yaml.Unmarshal([]byte(text), &seed); err != nil {
		return "", err
	}
	entries, _ := seed[list].([]any)
	seed[list] = append(entries, entry)
	raw, err := yaml.Marshal(seed)
	return string(raw), err
}

// seed adds the clients of the lab to a seed.
func (s *Scene) seed(text string) string {
	mallory := s.Mallory
	mallory.Scope = "openid offline_access notes:read notes:write" // what it may ask users for
	added := []map[string]any{clientEntry(mallory), publicEntry(s.pages())}
	if s.app != nil {
		entry := clientEntry(App{ID: "naive-web", Secret: s.webSecret, RedirectURI: s.Client + "/callback", Scope: webScope})
		entry["token_endpoint_auth_method"] = "client_secret_basic"
		if !s.Has("as.pkce.required") {
			entry["pkce"] = "optional" // a careless client sends no challenge
		}
		added = append(added, entry)
	}
	if s.lab.Signs && s.app == nil {
		added = append(added, s.signingEntry())
	}
	lines, err := yaml.Marshal(added)
	if err != nil {
		return text // cannot happen: maps of strings
	}
	return strings.TrimRight(text, "\n") + "\n  " + strings.ReplaceAll(strings.TrimRight(string(lines), "\n"), "\n", "\n  ") + "\n"
}

func clientEntry(app App) map[string]any {
	return map[string]any{
		"client_id": app.ID, "client_secret": app.Secret, "token_endpoint_auth_method": "client_secret_post", "redirect_uris": []string{app.RedirectURI},
		"grant_types": []string{"authorization_code", "refresh_token"}, "scope": app.Scope,
	}
}

// publicEntry returns the entry of a client without a secret.
func publicEntry(app App) map[string]any {
	entry := clientEntry(app)
	entry["token_endpoint_auth_method"] = "none"
	delete(entry, "client_secret")
	return entry
}

// pages returns the client that runs as scripts on pages at the address of the web client.
func (s *Scene) pages() App {
	return App{ID: "pages", RedirectURI: s.Client + "/pages/callback", Scope: "notes:read", PKCE: true}
}

// VictimSub is the sub of the victim at the reference, which is not a secret.
const VictimSub = "248289761001" // alice in the seed

// Issue returns a token of the reference, without a flow, for what a lab only needs as a means.
func (s *Scene) Issue(t controlapi.Token) (string, error) {
	issued, err := (&controlapi.Client{Issuer: s.Issuer}).Issue(s.ctx, t)
	return issued.Token, err
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
