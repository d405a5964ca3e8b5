package client

import (
	"fmt"
	"net/http"
	"time"

	"quartet.example/client/bff"
	"quartet.example/client/internal/providers"
)

// backend returns the settings of the backend for frontend.
func (c *Config) backend() (bff.Config, error) {
	others, err := providers.Parse(c.Providers.Reveal())
	if err != nil {
		err = fmt.Errorf("providers: %w", err)
	}
	return bff.Config{
		Provider: bff.Provider{
			Issuer: c.Issuer, EndpointHosts: c.EndpointHosts, ClientID: c.ClientID, ClientSecret: c.ClientSecret, ClientKey: c.ClientKey,
			TokenAuthMethod: c.TokenAuthMethod, Scopes: c.Scopes, Resource: c.Resource,
			IDTokenAlg: c.IDTokenAlg, TrustedAudiences: c.TrustedAudiences, PAR: c.PAR, DPoP: c.DPoP,
		},
		Others: others, PublicURL: c.PublicURL, AppName: "Notes", Development: c.dev(), Inspector: c.inspector(),
		APIURL: c.APIURL, APIRoutes: c.APIRoutes, AppRedirects: c.appRedirects(), SealKey: c.SealKey,
		LoginTTL: c.LoginTTL, LoginRate: c.LoginRate, SessionTTL: c.SessionTTL, SessionIdle: c.SessionIdle, HandoverTTL: c.HandoverTTL,
		RefreshMargin: none(c.RefreshMargin), Skew: none(c.Skew), HSTSMaxAge: none(c.HSTSMaxAge), BodyLimit: c.BodyLimit,
		LogoutHint: c.LogoutHint, CookiePrefix: c.CookiePrefix, CookieSameSite: c.sameSite(), TrustedProxies: c.TrustedProxies,
	}, err
}

// none is the duration in the form of bff.Config, where 0 is the default and a negative value none.
func none(d time.Duration) time.Duration {
	if d == 0 {
		return -1
	}
	return d
}

func (c *Config) sameSite() http.SameSite {
	if c.CookieSameSite == "lax" {
		return http.SameSiteLaxMode
	}
	return http.SameSiteStrictMode
}

// appRedirects are the redirect URIs of apps. In the dev profile the default is that of client/cmd/app.
func (c *Config) appRedirects() []string {
	if len(c.AppRedirects) == 0 && c.dev() {
		return []string{"http://127.0.0.1/app", "http://[::1]/app"}
	}
	return c.AppRedirects
}

func (c *Config) inspector() string {
	if !c.dev() {
		return ""
	}
	return c.InspectorURL
}

// issuers are all authorization servers. Validate reports a providers file that is malformed.
func (c *Config) issuers() []string {
	all := []string{c.Issuer}
	others, _ := providers.Parse(c.Providers.Reveal())
	for _, p := range others {
		all = append(all, p.Issuer)
	}
	return all
}
