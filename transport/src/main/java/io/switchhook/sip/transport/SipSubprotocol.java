package io.switchhook.sip.transport;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/// Lets only those through who ask for a WebSocket that speaks SIP (RFC 7118 §4.1).
final class SipSubprotocol extends SimpleChannelInboundHandler<FullHttpRequest> {
    static final String NAME = "sip";

    SipSubprotocol() {
        super(FullHttpRequest.class, false);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        var headers = request.headers();
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            refuse(ctx, request, HttpResponseStatus.UPGRADE_REQUIRED);
        } else if (!headers.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, NAME, true)) {
            refuse(ctx, request, HttpResponseStatus.BAD_REQUEST);
        } else {
            ctx.fireChannelRead(request);
        }
    }

    private static void refuse(
            ChannelHandlerContext ctx, FullHttpRequest request, HttpResponseStatus status) {
        ReferenceCountUtil.release(request);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status == HttpResponseStatus.UPGRADE_REQUIRED)
            response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
