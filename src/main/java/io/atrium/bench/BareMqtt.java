package io.atrium.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.util.List;

/** The ceiling: a server that acknowledges every message at once and does nothing with it. */
final class BareMqtt implements AutoCloseable {

    private final EventLoopGroup loops = new NioEventLoopGroup();
    final int port;

    BareMqtt() {
        Channel listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Acknowledge());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Reads no more of a packet than its length, its topic's length and its id. */
    private static final class Acknowledge extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            in.markReaderIndex();
            int first = in.readUnsignedByte();
            int length = 0;
            int shift = 0;
            int next = 0x80;
            while (next >= 0x80 && in.isReadable()) {
                next = in.readUnsignedByte();
                length |= (next & 0x7F) << shift;
                shift += 7;
            }
            if (next >= 0x80 || in.readableBytes() < length) {
                in.resetReaderIndex();
                return;
            }
            ByteBuf body = in.readSlice(length);
            ByteBuf answer = context.alloc().ioBuffer(4);
            if (first >> 4 == MqttLoad.PUBLISH) {
                body.skipBytes(body.readUnsignedShort());
                answer.writeByte(MqttLoad.PUBACK << 4).writeByte(2).writeShort(body.readUnsignedShort());
            } else {
                answer.writeByte(MqttLoad.CONNACK << 4).writeByte(2).writeShort(0);
            }
            context.write(answer, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) throws Exception {
            super.channelReadComplete(context);
            context.flush();
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
