package org.ppl4j.plots;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Dimension2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.apache.batik.anim.dom.SAXSVGDocumentFactory;
import org.apache.batik.bridge.BridgeContext;
import org.apache.batik.bridge.GVTBuilder;
import org.apache.batik.bridge.UserAgentAdapter;
import org.apache.batik.gvt.GraphicsNode;
import org.apache.batik.util.XMLResourceDescriptor;
import org.w3c.dom.Document;

/**
 * Paints an SVG document on an image.
 *
 * <p>Batik's own transcoder paints tile by tile and encodes with a slow PNG writer; painting its tree of shapes directly
 * takes about half the time.
 */
final class SvgRaster {

    private SvgRaster() {}

    static BufferedImage paint(String svg, int width) {
        Fonts.require();
        BridgeContext context = new BridgeContext(new UserAgentAdapter());
        context.setDynamicState(BridgeContext.STATIC);
        try {
            GraphicsNode tree = new GVTBuilder().build(context, parse(svg));
            Dimension2D size = context.getDocumentSize();
            double scale = width / size.getWidth();
            int height = Math.max(1, (int) Math.round(size.getHeight() * scale));
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(scale, scale);
            tree.paint(graphics);
            graphics.dispose();
            return image;
        } finally {
            context.dispose();
        }
    }

    private static Document parse(String svg) {
        try {
            return new SAXSVGDocumentFactory(XMLResourceDescriptor.getXMLParserClassName())
                    .createDocument("urn:picture", new StringReader(svg));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
