package inspector

import (
	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// routes is everything the inspector answers.
func (p *parts) routes(e *echo.Echo) {
	p.hops.Mount(e) // GET  /            flows and their messages
	//                 GET  /hops/{id}   one message
	//                 GET  /hops.json   all messages, for scripts
	//                 POST /clear       forget them
	p.live.Mount(e)   // GET  /events      server-sent events          HTML §9.2
	p.assets.Mount(e) // GET  /assets/*    its own stylesheet and script
	web.Health(e, web.Named("redis", p.deps.RedisReady))
}
